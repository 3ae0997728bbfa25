import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";

/** Whose eyes a question is asked with: a supervisor's, or the operator's (null), who sees everything. */
export type Viewer = LearnerId | null;

/** Which part of the roster a question is about. */
export type Scope = { readonly kind: "cohort"; readonly id: CohortId } | { readonly kind: "unit"; readonly id: UnitId };

/**
 * True for a unit row `u` that the viewer may see: their own unit and what lies below it. The right is read from their
 * post each time, so one that was taken away is gone at once. A lineage ends in a slash: "1/1/" is no beginning of "1/10/".
 */
export function visible(viewer: Viewer): SQL {
  if (viewer === null) return sql`true`;
  return sql`starts_with(u.lineage, ${lineageOfRight(viewer)})`;
}

/** Null, which nothing starts with, for who supervises nothing. Erased people have no rights. */
const lineageOfRight = (viewer: LearnerId): SQL => sql`(
  select own_unit.lineage from posts own
  join units own_unit on own_unit.id = own.unit_id
  join people me on me.id = own.person_id and me.erased_at is null
  where own.person_id = ${viewer} and own.role = 'supervisor')`;

/**
 * True for an enrolment `e` of a person `p` in a unit `u` that belongs to the scope. Who left is no longer on the roster;
 * who was erased stays in the counts.
 */
export function within(scope: Scope): SQL {
  const onRoster = sql`(e.left_at is null or p.erased_at is not null)`;
  return scope.kind === "cohort"
    ? sql`${onRoster} and e.cohort_id = ${scope.id}`
    : sql`${onRoster} and starts_with(u.lineage, (select scope_unit.lineage from units scope_unit where scope_unit.id = ${scope.id}))`;
}
