import type { Tx } from "#db/connect.ts";
import { type CohortRow, listCohorts } from "#db/learning/cohorts.ts";
import type { Scope, Viewer } from "#db/units/scope.ts";
import { listUnits, supervisedUnits, type UnitName } from "#db/units/units.ts";
import { fold } from "#domain/fold.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import { byName } from "#domain/name.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { spellingKey } from "#domain/spelling.ts";
import { findCohorts } from "./cohorts.ts";

/** A part of the roster with the name it goes by. */
export interface NamedScope {
  readonly scope: Scope;
  readonly name: string;
}

export type ScopeProblem =
  /** The viewer supervises nothing. */
  | { readonly kind: "no_right" }
  /** There is none of that name, or none that the viewer may see: the answer is the same. */
  | { readonly kind: "unknown" }
  /** Several fit: their names, so that one can be written in full. */
  | { readonly kind: "ambiguous"; readonly names: readonly string[] };

/** What a supervisor's "/tiendo [cohort or unit]" is about; nothing written: all that they supervise. */
export async function findScope(tx: Tx, text: string, viewer: LearnerId): Promise<Result<NamedScope, ScopeProblem>> {
  const own = ofRights(await supervisedUnits(tx, viewer));
  if (own === null) return fail({ kind: "no_right" });
  if (text.trim() === "") return ok(own);
  const cohorts = await findCohorts(tx, text, viewer);
  const found = [...cohorts.map(ofCohort), ...(await findUnits(tx, text, viewer)).map(ofUnit)];
  return only(found);
}

/** The unit of this path, from the root down, or, if there is none, the only one of this name. */
export async function findUnit(tx: Tx, text: string, viewer: Viewer): Promise<Result<NamedScope, ScopeProblem>> {
  return only((await findUnits(tx, text, viewer)).map(ofUnit));
}

export async function findCohort(tx: Tx, text: string, viewer: Viewer): Promise<Result<NamedScope, ScopeProblem>> {
  return only((await findCohorts(tx, text, viewer)).map(ofCohort));
}

/**
 * A part of the roster by the name it goes by now, with the highest units that the viewer sees of it; null: they may not see
 * it any more, or it is no more.
 */
export async function readScope(
  tx: Tx,
  scope: Scope,
  viewer: LearnerId,
): Promise<(NamedScope & { readonly units: readonly UnitId[] }) | null> {
  const rights = await supervisedUnits(tx, viewer);
  const units = rights.map(({ id }) => id);
  switch (scope.kind) {
    case "own": {
      const own = ofRights(rights);
      return own === null ? null : { scope, name: own.name, units };
    }
    case "unit": {
      const unit = (await listUnits(tx, viewer)).find(({ id }) => id === scope.id);
      return unit === undefined ? null : { ...ofUnit(unit), units: [unit.id] };
    }
    case "cohort": {
      const cohort = (await listCohorts(tx, viewer)).find(({ id }) => id === scope.id);
      return cohort === undefined || units.length === 0 ? null : { ...ofCohort(cohort), units };
    }
  }
}

/** All that somebody supervises, as one scope; null: nothing. */
function ofRights(units: readonly UnitName[]): NamedScope | null {
  const [first] = units;
  if (first === undefined) return null;
  return units.length === 1
    ? ofUnit(first)
    : { scope: { kind: "own" }, name: units.map(({ path }) => path).join("; ") };
}

const ofUnit = ({ id, path }: UnitName): NamedScope => ({ scope: { kind: "unit", id }, name: path });
const ofCohort = ({ id, name }: CohortRow): NamedScope => ({ scope: { kind: "cohort", id }, name });

function only(found: readonly NamedScope[]): Result<NamedScope, ScopeProblem> {
  const [first, second] = found;
  if (first === undefined) return fail({ kind: "unknown" });
  return second === undefined
    ? ok(first)
    : fail({ kind: "ambiguous", names: found.map(({ name }) => name).sort(byName) });
}

/** The whole path as it is spelt, else without accents; else the name alone, in the same two ways. */
async function findUnits(tx: Tx, text: string, viewer: Viewer): Promise<readonly UnitName[]> {
  const units = await listUnits(tx, viewer);
  for (const part of ["path", "name"] as const) {
    for (const key of [spellingKey, fold]) {
      const wanted = key(text);
      const found = units.filter((unit) => key(unit[part]) === wanted);
      if (found.length > 0) return found;
    }
  }
  return [];
}
