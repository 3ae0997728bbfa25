import type { Tx } from "#db/connect.ts";
import { type Deed, recordDeeds } from "#db/records/audit.ts";
import { lockRoster } from "#db/roster/stage.ts";
import { lockUnits, readTree, recordUnitChanges, writeTree } from "#db/units/changes.ts";
import { type MovedPosts, movePosts } from "#db/units/post-moves.ts";
import { compareSight, countInvites, noteSight, type SightChange } from "#db/units/sight.ts";
import type { LearnerId } from "#domain/ids.ts";
import { fail, ok, type Result } from "#domain/result.ts";
import { dateIn, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import type { TreeUnit } from "#domain/tree-change.ts";
import { planUnits, type UnitPlan, type UnitWish } from "./unit-wish.ts";

export interface RestructureOptions {
  /** From the beginning of which day on it holds; null: today. Not in the future. */
  readonly on: LocalDate | null;
  readonly zone: Zone;
  readonly now: Date;
  /** Says what would happen and changes nothing. */
  readonly dryRun: boolean;
}

export interface Restructured {
  readonly on: LocalDate;
  readonly dryRun: boolean;
  /** Every unit whose path is another; of those that ended, only those that end now. In the order of the tree. */
  readonly units: readonly {
    readonly change: "renamed" | "moved" | "merged" | "new" | "follows";
    /** Null: it is new. */
    readonly before: string | null;
    /** Of one that was merged: the path of what takes its people. */
    readonly after: string;
  }[];
  /** How many people hold their post elsewhere. */
  readonly people: number;
  readonly posts: { readonly ended: number; readonly begun: number };
  /** Supervisors of a unit that are learners where they come to, by number, and those who are supervisors there anew. */
  readonly demoted: readonly LearnerId[];
  readonly promoted: readonly LearnerId[];
  /** Supervisors who see people whom they did not see, or no longer see some. */
  readonly sight: readonly SightChange[];
  /** Open invites that were handed out with a name of before. */
  readonly invites: number;
}

/**
 * Renames, moves, merges or splits units, with everything that follows: paths and lineages below, posts, rights, the
 * history, and in the audit one deed for each unit changed and each right that is another. Ids stay, and what was done in
 * a unit that ends is counted in what it became. The problem is one line that says what to write instead.
 */
export async function restructure(
  tx: Tx,
  wish: UnitWish,
  options: RestructureOptions,
): Promise<Result<Restructured, string>> {
  const today = dateIn(options.zone, options.now);
  const on = options.on ?? today;
  if (on > today)
    return fail(`--on ${on} is in the future: a change is written down on its day or later, until ${today}`);
  await lockRoster(tx);
  await lockUnits(tx);
  const tree = await readTree(tx);
  const plan = await planUnits(tx, tree, wish);
  if (!plan.ok) return plan;
  const undone = new Error("the change is rolled back");
  let result: Restructured | null = null;
  try {
    await tx.transaction(async (inner) => {
      result = await carryOut(inner, tree, plan.value, on, options);
      if (options.dryRun) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  return ok(result!);
}

const midnight = "00:00" as LocalTime;

async function carryOut(
  tx: Tx,
  tree: readonly TreeUnit[],
  plan: UnitPlan,
  on: LocalDate,
  { zone, now, dryRun }: RestructureOptions,
): Promise<Restructured> {
  const at = instantOf(zone, on, midnight);
  const units = unitsOf(tree, plan);
  const invites = await countInvites(tx, namedAnew(tree, plan));
  await noteSight(tx, plan.concerned);
  await writeTree(tx, plan.change, at);
  const moved = await movePosts(tx, plan.posts, plan.people, plan.keepSupervisors, at);
  await recordUnitChanges(tx, plan.history, at);
  const sight = await compareSight(tx);
  await recordDeeds(tx, deedsOf(plan, moved, on, now));
  const { people, ended, begun } = moved;
  const numbers = (roles: MovedPosts["demoted"]) => [...new Set(roles.map(({ learner }) => learner))];
  const rights = { demoted: numbers(moved.demoted), promoted: numbers(moved.promoted) };
  return { on, dryRun, units, people, posts: { ended, begun }, ...rights, sight, invites };
}

function unitsOf(tree: readonly TreeUnit[], { change }: UnitPlan): Restructured["units"] {
  const before = new Map(tree.map((unit) => [unit.id, unit]));
  const after = new Map([...tree, ...change.units].map((unit) => [unit.id, unit]));
  const heirs = new Map(change.endings.map(({ unit, heir }) => [unit, heir]));
  return change.units
    .filter(({ id }) => before.get(id)?.ended !== true)
    .map((unit) => {
      const was = before.get(unit.id) ?? null;
      const stands = after.get(heirs.get(unit.id) ?? unit.id)!;
      return { change: was === null ? "new" : kindOf(was, unit), before: was?.path ?? null, after: stands.path };
    });
}

function kindOf(was: TreeUnit, is: TreeUnit): "renamed" | "moved" | "merged" | "follows" {
  if (is.ended) return "merged";
  if (was.parentId !== is.parentId) return "moved";
  return was.name === is.name ? "follows" : "renamed";
}

/** Units that lived under a path which is another now. */
function namedAnew(tree: readonly TreeUnit[], { change }: UnitPlan) {
  const living = new Set(tree.filter(({ ended }) => !ended).map(({ id }) => id));
  return change.units.filter(({ id }) => living.has(id)).map(({ id }) => id);
}

/** Ids alone. */
function deedsOf({ history }: UnitPlan, moved: MovedPosts, on: LocalDate, now: Date): Deed[] {
  const deed = { at: now, actor: "operator" } as const;
  const changes = history.map(({ unit, kind, into, formerParent }): Deed => {
    const detail = { on, ...(into === null ? {} : { into }), ...(kind === "move" ? { from: formerParent } : {}) };
    return { ...deed, deed: `unit_${kind}`, subject: `unit:${unit}`, detail };
  });
  const roles = (list: MovedPosts["demoted"], from: string | null, to: string) =>
    list.map(
      ({ learner, unit }): Deed => ({
        ...deed,
        deed: "role",
        subject: `learner:${learner}`,
        detail: { from, to, unit },
      }),
    );
  return [...changes, ...roles(moved.demoted, "supervisor", "learner"), ...roles(moved.promoted, null, "supervisor")];
}
