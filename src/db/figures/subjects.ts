/** What questions are about: what it is called, what it consists of. */
import { type SQL, sql } from "drizzle-orm";
import type { CohortId, CourseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { inside, isSelf, type Part, type Viewer, visible } from "../units/scope.ts";

export interface SubjectName {
  readonly name: string;
  /** A unit's path or that of the unit a person holds a post in; null: it has none. */
  readonly path: string | null;
}

const one = async (tx: Tx, query: SQL): Promise<SubjectName | null> => {
  const [row] = await tx.execute<SubjectName & Record<string, unknown>>(query);
  return row ?? null;
};

export const readUnitName = (tx: Tx, unit: UnitId): Promise<SubjectName | null> =>
  one(tx, sql`select u.name, u.path from units u where u.id = ${unit}`);

export const readCohortName = (tx: Tx, cohort: CohortId): Promise<SubjectName | null> =>
  one(tx, sql`select c.name, null as path from cohorts c where c.id = ${cohort}`);

export const readCourseName = (tx: Tx, course: CourseId): Promise<SubjectName | null> =>
  one(tx, sql`select v.title as name, null as path from course_versions v where v.course_id = ${course} and v.current`);

/** Who was erased has no name, and nobody asks about them. Of several posts the main one's path, else the first. */
export function readPersonName(tx: Tx, person: LearnerId, viewer: Viewer): Promise<SubjectName | null> {
  const mayBeSeen = isSelf({ kind: "person", id: person }, viewer) ? sql`true` : visible(viewer);
  return one(
    tx,
    sql`select coalesce(p.full_name, '') as name, u.path from people p
      left join posts o on o.person_id = p.id left join units u on u.id = o.unit_id
      where p.id = ${person} and p.erased_at is null and ${mayBeSeen} order by o.main desc nulls last, u.path limit 1`,
  );
}

export interface PartUnit {
  readonly id: UnitId;
  readonly parentId: UnitId | null;
  readonly name: string;
  readonly path: string;
  /** How deep it lies in the tree; the root is 1. */
  readonly level: number;
}

/** The units of a part, itself among them, that the viewer may see and that have not ended. */
export async function listUnitsOf(tx: Tx, part: Part, viewer: Viewer): Promise<readonly PartUnit[]> {
  return await tx.execute<PartUnit & Record<string, unknown>>(sql`
    select u.id, u.parent_id as "parentId", u.name, u.path, length(u.lineage) - length(replace(u.lineage, '/', '')) as level
    from units u where u.ended_at is null and ${inside(part)} and ${visible(viewer)}`);
}
