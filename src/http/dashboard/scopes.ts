import { listCohorts } from "#db/learning/cohorts.ts";
import { viewUnit } from "#db/units/view.ts";
import type { CohortId, UnitId } from "#domain/ids.ts";
import type { NamedScope } from "#supervision/scope.ts";
import { boardWords as words } from "#wording/dashboard.ts";
import { named } from "#wording/format.ts";
import type { Look } from "./board.ts";

/** A part of the roster, as an address says it: "", "don-vi:12", "lop:3". */
export interface ViewedScope extends NamedScope {
  readonly address: string;
  /** What is written down about looking at it: "unit:12", "cohort:3"; all of several units are named one by one. */
  readonly subjects: readonly string[];
}

/** All that the viewer supervises. */
export const wholeScope = ({ units }: Look): ViewedScope => ({
  scope: { kind: "own" },
  name: units.length === 1 ? units[0]!.path : words.allUnits,
  address: "",
  subjects: units.map(({ id }) => `unit:${id}`),
});

/** Null for what does not exist and for what the viewer may not see. */
export async function readScope(look: Look, address: string): Promise<ViewedScope | null> {
  if (address === "") return wholeScope(look);
  const [kind, id, more] = address.split(":");
  const number = readId(id ?? "");
  if (number === null || more !== undefined) return null;
  if (kind === "don-vi") {
    const unit = await viewUnit(look.tx, number as UnitId, look.viewer);
    return unit === null ? null : unitScope(unit);
  }
  if (kind !== "lop") return null;
  const cohort = (await listCohorts(look.tx, look.viewer)).find((one) => one.id === number);
  return cohort === undefined ? null : cohortScope(cohort);
}

export const unitScope = ({ id, path }: { readonly id: UnitId; readonly path: string }): ViewedScope => ({
  scope: { kind: "unit", id },
  name: path,
  address: `don-vi:${id}`,
  subjects: [`unit:${id}`],
});

export const cohortScope = ({ id, name }: { readonly id: CohortId; readonly name: string }): ViewedScope => ({
  scope: { kind: "cohort", id },
  name,
  address: `lop:${id}`,
  subjects: [`cohort:${id}`],
});

/** A row's id as an address says it; null for what can be none. */
export const readId = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

/** A name from outside, short and without anything that moves what stands beside it. */
export const told = (name: string): string => named(name, 160);

/** The address of a page with these questions; empty ones are left out. */
export function addressOf(path: string, asked: Readonly<Record<string, string | number>>, place = ""): string {
  const said = Object.entries(asked).filter(([, value]) => value !== "");
  const query = new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${path}${query === "" ? "" : `?${query}`}${place}`;
}
