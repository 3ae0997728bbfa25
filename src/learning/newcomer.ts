/** The two questions after a cohort's join code: the full name, then the unit, picked level by level from the tree. */
import { bindChat, type Dialog, setDialog } from "#db/chats/chats.ts";
import type { Tx } from "#db/connect.ts";
import { insertPlace, readCohortName } from "#db/learning/places.ts";
import { insertPerson } from "#db/roster/people.ts";
import { findUnit, readParts, type UnitPlace } from "#db/units/tree.ts";
import { ensureUnits } from "#db/units/units.ts";
import { fold } from "#domain/fold.ts";
import type { LearnerId, UnitId } from "#domain/ids.ts";
import { inertName } from "#domain/name.ts";
import { spellingKey } from "#domain/spelling.ts";
import type { Visitor } from "./visit.ts";

const unitsPerPage = 8;

export interface UnitChoice {
  readonly kind: "ask_unit";
  readonly fullName: string;
  /** The unit whose parts are listed; null: the tops of the tree. */
  readonly parent: { readonly id: UnitId; readonly name: string } | null;
  /** Numbers run through all pages, from 1. `itself`: the line for who belongs to `parent` and to no part of it. */
  readonly units: readonly {
    readonly number: number;
    readonly id: UnitId;
    readonly name: string;
    readonly itself: boolean;
  }[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  /** What was given was nothing of the list. */
  readonly again: boolean;
}

export type NewcomerStep =
  | UnitChoice
  /** Not a name: ask again. */
  | { readonly kind: "ask_name"; readonly cohort: string }
  | { readonly kind: "notice"; readonly learner: LearnerId; readonly fullName: string };

type NameDialog = Extract<Dialog, { kind: "join_name" }>;
type UnitDialog = Extract<Dialog, { kind: "join_unit" }>;

/** @param name as read from what they typed; null: it was no full name */
export async function giveName(
  tx: Tx,
  visitor: Visitor,
  dialog: NameDialog,
  name: string | null,
  now: Date,
): Promise<NewcomerStep> {
  const fullName = inertName(name ?? "");
  const cohort = await readCohortName(tx, dialog.cohortId);
  if (!/\p{L}/u.test(fullName)) return { kind: "ask_name", cohort };
  const { total } = await readParts(tx, null, 0, 0);
  if (total === 0) {
    // Nobody has brought a tree of units yet, and everyone belongs somewhere: to one named like the cohort.
    const [unit] = await ensureUnits(tx, [{ parentId: null, name: cohort, nameKey: spellingKey(cohort) }]);
    return enrol(tx, visitor, { ...dialog, fullName }, unit!, now);
  }
  return ask(tx, visitor, {
    kind: "join_unit",
    cohortId: dialog.cohortId,
    fullName,
    parent: null,
    page: 0,
    since: now.toISOString(),
  });
}

export type UnitPick =
  /** The number of a line. */
  | { readonly kind: "number"; readonly number: number }
  /** A unit's button: its parts are listed, or, where it has none or is the one whose parts are listed, it is taken. */
  | { readonly kind: "unit"; readonly unit: UnitId }
  /** The name of a line, on whatever page. */
  | { readonly kind: "name"; readonly name: string }
  /** From 0. */
  | { readonly kind: "page"; readonly page: number }
  | { readonly kind: "next" }
  /** The page before; from the first page, the level above. */
  | { readonly kind: "back" };

/** @param pick null: what they typed was no choice */
export async function pickUnit(
  tx: Tx,
  visitor: Visitor,
  dialog: UnitDialog,
  pick: UnitPick | null,
  now: Date,
): Promise<NewcomerStep> {
  switch (pick?.kind) {
    case undefined:
      return ask(tx, visitor, dialog, true);
    case "number": {
      const unit = await unitAt(tx, dialog, pick.number);
      return unit === null ? ask(tx, visitor, dialog, true) : take(tx, visitor, dialog, unit, now);
    }
    case "name": {
      const unit = await unitCalled(tx, dialog, pick.name);
      return unit === null ? ask(tx, visitor, dialog, true) : take(tx, visitor, dialog, unit, now);
    }
    case "unit":
      if (pick.unit === dialog.parent && isSecondPress(dialog, now)) return ask(tx, visitor, dialog);
      return take(tx, visitor, dialog, pick.unit, now);
    case "page":
      return ask(tx, visitor, { ...dialog, page: pick.page });
    case "next":
      return ask(tx, visitor, { ...dialog, page: dialog.page + 1 });
    case "back":
      return back(tx, visitor, dialog, now);
  }
}

/** Two quick presses on one button open a unit; they do not open it and take it. */
const isSecondPress = (dialog: UnitDialog, now: Date): boolean =>
  now.getTime() - new Date(dialog.since).getTime() < 3000;

async function take(tx: Tx, visitor: Visitor, dialog: UnitDialog, id: UnitId, now: Date): Promise<NewcomerStep> {
  const unit = await findUnit(tx, id);
  if (unit === null) return ask(tx, visitor, dialog, true);
  if (!unit.divided || unit.id === dialog.parent) return enrol(tx, visitor, dialog, unit.id, now);
  return ask(tx, visitor, { ...dialog, parent: unit.id, page: 0, since: now.toISOString() });
}

async function back(tx: Tx, visitor: Visitor, dialog: UnitDialog, now: Date): Promise<NewcomerStep> {
  if (dialog.page > 0 || dialog.parent === null) return ask(tx, visitor, { ...dialog, page: dialog.page - 1 });
  const above = await findUnit(tx, dialog.parent);
  return ask(tx, visitor, { ...dialog, parent: above?.parentId ?? null, page: 0, since: now.toISOString() });
}

/** Line 1 of a unit's parts is the unit itself. */
const linesBefore = (parent: unknown): 0 | 1 => (parent === null ? 0 : 1);

async function unitAt(tx: Tx, { parent }: UnitDialog, number: number): Promise<UnitId | null> {
  const index = number - 1 - linesBefore(parent);
  if (index < 0) return number === 1 ? parent : null;
  const { parts } = await readParts(tx, parent, index, 1);
  return parts[0]?.id ?? null;
}

/** The one unit of the list that is called so, accents aside unless they make the difference; null: none is, or several are. */
async function unitCalled(tx: Tx, { parent }: UnitDialog, name: string): Promise<UnitId | null> {
  const itself = parent === null ? null : await findUnit(tx, parent);
  const { total } = await readParts(tx, parent, 0, 0);
  const { parts } = await readParts(tx, parent, 0, total);
  const all = [...(itself === null ? [] : [itself]), ...parts];
  const alike = all.filter((unit) => fold(unit.name) === fold(name));
  const spelled = alike.filter((unit) => spellingKey(unit.name) === spellingKey(name));
  const [found, another] = spelled.length > 0 ? spelled : alike;
  return found === undefined || another !== undefined ? null : found.id;
}

/** Shows a page of the list; one that there is not becomes the nearest there is. */
async function ask(tx: Tx, visitor: Visitor, wanted: UnitDialog, again = false): Promise<UnitChoice> {
  const parent: UnitPlace | null = wanted.parent === null ? null : await findUnit(tx, wanted.parent);
  const { total } = await readParts(tx, wanted.parent, 0, 0);
  const pages = Math.max(1, Math.ceil(total / unitsPerPage));
  const page = Math.min(Math.max(wanted.page, 0), pages - 1);
  const { parts } = await readParts(tx, wanted.parent, page * unitsPerPage, unitsPerPage);
  const first = page * unitsPerPage + 1 + linesBefore(parent);
  const itself = parent !== null && page === 0 ? [{ number: 1, id: parent.id, name: parent.name, itself: true }] : [];
  const units = parts.map(({ id, name }, at) => ({ number: first + at, id, name, itself: false }));
  await setDialog(tx, visitor.id, { ...wanted, page });
  return {
    kind: "ask_unit",
    fullName: wanted.fullName,
    parent: parent === null ? null : { id: parent.id, name: parent.name },
    units: [...itself, ...units],
    page,
    pages,
    again,
  };
}

async function enrol(
  tx: Tx,
  visitor: Visitor,
  { cohortId, fullName }: Pick<UnitDialog, "cohortId" | "fullName">,
  unitId: UnitId,
  now: Date,
): Promise<NewcomerStep> {
  const learner = await insertPerson(tx, { fullName, nameKey: fold(fullName), unitId }, now);
  await insertPlace(tx, learner, cohortId);
  await bindChat(tx, visitor.id, learner);
  return { kind: "notice", learner, fullName };
}
