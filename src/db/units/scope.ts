import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Subject } from "#domain/question.ts";

/** Whose eyes a question is asked with: a supervisor's, or the operator's (null), who sees everything. */
export type Viewer = LearnerId | null;

/** Which part of the roster a question is about; `own`: all that the viewer may see. */
export type Scope =
  | { readonly kind: "cohort"; readonly id: CohortId }
  | { readonly kind: "unit"; readonly id: UnitId }
  | { readonly kind: "own" };

/** Whom a question is about, "me" written as the person it is. A scope is one, too. */
export type Part = Exclude<Subject, { readonly kind: "me" }>;

/** A person asks about themselves: whatever unit they are in. */
export const isSelf = (part: Part, viewer: Viewer): boolean => part.kind === "person" && part.id === viewer;

/**
 * True for a unit row `u` that the viewer may see: the units they supervise and what lies below them. The right is read
 * from their posts each time, so one that was taken away is gone at once. A lineage ends in a slash: "1/1/" is no
 * beginning of "1/10/".
 */
export function visible(viewer: Viewer): SQL {
  return viewer === null ? sql`true` : visibleTo(sql`${viewer}`);
}

/** The same for a person whom the surrounding query names. */
export const visibleTo = (viewer: SQL): SQL => sql`u.lineage ^@ any (${lineagesOfRights(viewer)})`;

/** None for who supervises nothing. Erased people have no rights. */
const lineagesOfRights = (viewer: SQL): SQL => sql`array(
  select own_unit.lineage from posts own
  join units own_unit on own_unit.id = own.unit_id
  join people me on me.id = own.person_id and me.erased_at is null
  where own.person_id = ${viewer} and own.role = 'supervisor')`;

/** True for a unit row `u` in which the viewer may see the people of this part. */
export const seen = (part: Part, viewer: Viewer): SQL => (isSelf(part, viewer) ? sql`true` : visible(viewer));

/** True for an enrolment `e` of a person `p` in a unit `u` that belongs to the part: both of the following. */
export const within = (part: Part): SQL => sql`${listed(part)} and ${inside(part)}`;

/**
 * True for an enrolment `e` of a person `p` that the part may hold. Who left is no longer on the roster; who was erased
 * stays in the counts.
 */
export function listed(part: Part): SQL {
  const onRoster = sql`(e.left_at is null or p.erased_at is not null)`;
  switch (part.kind) {
    case "cohort":
      return sql`${onRoster} and e.cohort_id = ${part.id}`;
    case "person":
      return sql`${onRoster} and e.learner_id = ${part.id}`;
    case "audience":
      return sql`${onRoster} and e.cohort_id in (select taught.id from cohorts taught where taught.course_id = ${part.course})`;
    case "unit":
    case "own":
      return onRoster;
  }
}

/** True for a unit `u` that the part holds: itself and what lies below. */
export const inside = (part: Part): SQL =>
  part.kind === "unit"
    ? sql`starts_with(u.lineage, (select scope_unit.lineage from units scope_unit where scope_unit.id = ${part.id}))`
    : sql`true`;
