import { type SQL, sql } from "drizzle-orm";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";

/** Whose eyes a question is asked with: a supervisor's, or the operator's (null), who sees everything. */
export type Viewer = LearnerId | null;

/** Which part of the roster a question is about; `own`: all that the viewer may see. */
export type Scope =
  | { readonly kind: "cohort"; readonly id: CohortId }
  | { readonly kind: "unit"; readonly id: UnitId }
  | { readonly kind: "own" };

/**
 * True for a unit row `u` that the viewer may see: the units they supervise and what lies below them. The right is read
 * from their posts each time, so one that was taken away is gone at once. A lineage ends in a slash: "1/1/" is no
 * beginning of "1/10/".
 */
export function visible(viewer: Viewer): SQL {
  if (viewer === null) return sql`true`;
  return sql`u.lineage ^@ any (${lineagesOfRights(viewer)})`;
}

/** None for who supervises nothing. Erased people have no rights. */
const lineagesOfRights = (viewer: LearnerId): SQL => sql`array(
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
  switch (scope.kind) {
    case "cohort":
      return sql`${onRoster} and e.cohort_id = ${scope.id}`;
    case "unit":
      return sql`${onRoster} and starts_with(u.lineage, (select scope_unit.lineage from units scope_unit where scope_unit.id = ${scope.id}))`;
    case "own":
      return onRoster;
  }
}
