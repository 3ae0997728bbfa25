/** What a question in plain words can be about: only what the viewer may see, so nothing else can be named. */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId, CourseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { readFormerNames } from "./changes.ts";
import { type Viewer, visible } from "./scope.ts";
import { listUnits } from "./units.ts";

export interface NameableUnit {
  readonly id: UnitId;
  readonly name: string;
  readonly path: string;
  /** Its own before, and those of units that ended and lie below it since. */
  readonly formerNames: readonly string[];
}

/** Every unit the viewer may see that is still there, parents before children. */
export async function listNameableUnits(tx: Tx, viewer: Viewer): Promise<NameableUnit[]> {
  const former = await readFormerNames(tx, viewer);
  const units = await listUnits(tx, viewer);
  return units.map((unit) => ({ ...unit, formerNames: former.get(unit.id) ?? [] }));
}

interface NameableCohort {
  readonly id: CohortId;
  readonly name: string;
  readonly course: CourseId;
  readonly title: string;
  /** The titles of the course's modules in teaching order. */
  readonly modules: readonly string[];
}

/** The cohorts in which somebody learns whom the viewer may see, by id, with their courses as they are taught now. */
export async function listNameableCohorts(tx: Tx, viewer: Viewer): Promise<NameableCohort[]> {
  const rows = await tx.execute<Omit<NameableCohort, "title"> & { title: string | null }>(sql`
    select c.id, c.name, c.course_id as course, v.title, array(
        select m.module ->> 'title' from jsonb_array_elements(v.modules) with ordinality m(module, place) order by m.place
      ) as modules
    from cohorts c left join course_versions v on v.course_id = c.course_id and v.current
    where exists (
      select 1 from enrolments e join posts o on o.person_id = e.learner_id join units u on u.id = o.unit_id
      where e.cohort_id = c.id and ${visible(viewer)})
    order by c.id`);
  return rows.map(({ title, ...row }) => ({ ...row, title: title ?? "" }));
}

/** What a text may call people by. */
export interface PossibleNames {
  /** The whole text, folded. */
  readonly text: string;
  /** Those of its words that may be given names. */
  readonly given: readonly string[];
}

/** More of one name are told apart by nobody. */
const mostPeople = 5000;

interface NameablePerson {
  readonly id: LearnerId;
  readonly fullName: string;
  readonly unitPath: string;
}

const anyOf = (words: readonly string[]) =>
  sql`any (array(select jsonb_array_elements_text(${JSON.stringify(words)}::jsonb)))`;
const givenName = sql`substring(p.name_key from '[^ ]+$')`;

/** Those of whom `holds` is true, by id, with the paths of their units that the viewer may see. */
async function listPeople(tx: Tx, viewer: Viewer, holds: SQL): Promise<NameablePerson[]> {
  const rows = await tx.execute<NameablePerson & Record<string, unknown>>(sql`
    select p.id, p.full_name as "fullName", string_agg(u.path, '; ' order by o.main desc, u.path) as "unitPath"
    from people p join posts o on o.person_id = p.id join units u on u.id = o.unit_id
    where ${holds} and p.erased_at is null and ${visible(viewer)}
    group by p.id order by p.id limit ${mostPeople}`);
  return [...rows];
}

/**
 * The people the viewer may see whose full name stands in the text or whose given name (the last word) is one of those
 * it may hold, by id. Nobody else is read.
 */
export const listNameablePeople = (tx: Tx, viewer: Viewer, { text, given }: PossibleNames): Promise<NameablePerson[]> =>
  listPeople(
    tx,
    viewer,
    sql`${givenName} = ${anyOf(text.split(" "))}
      and (${givenName} = ${anyOf(given)} or position(' ' || p.name_key || ' ' in ' ' || ${text}::text || ' ') > 0)`,
  );

/** The people the viewer may see whose given name is one of these (folded), by id. */
export const listPeopleCalled = async (tx: Tx, viewer: Viewer, given: readonly string[]): Promise<NameablePerson[]> =>
  given.length === 0 ? [] : listPeople(tx, viewer, sql`${givenName} = ${anyOf(given)}`);

/** Those of these people whom the viewer may see, by id. */
export const listPeopleById = async (tx: Tx, viewer: Viewer, ids: readonly LearnerId[]): Promise<NameablePerson[]> =>
  ids.length === 0
    ? []
    : listPeople(
        tx,
        viewer,
        sql`p.id = any (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint))`,
      );
