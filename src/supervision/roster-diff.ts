import type { Tx } from "#db/connect.ts";
import {
  type Change,
  type Newcomer,
  type PersonState,
  readChanges,
  readNewcomers,
  readPaths,
} from "#db/roster/changes.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";

/** One fact of a person that would be another. */
export interface ChangedFact {
  /** `unit`: a transfer; `post`: one more (from null), or one less (to null); `cohort`: a place in it, given or taken. */
  readonly what: "name" | "email" | "phone" | "code" | "unit" | "post" | "main_post" | "role" | "title" | "cohort";
  readonly from: string | null;
  readonly to: string | null;
}

export interface ChangedPerson {
  readonly row: number | null;
  readonly learnerId: LearnerId;
  readonly fullName: string | null;
  readonly changes: readonly ChangedFact[];
}

/** What an import would change, for the operator's eyes: it holds names. */
export interface RosterDiff {
  readonly created: readonly Newcomer[];
  readonly changed: readonly ChangedPerson[];
  /** Who would leave the cohort. */
  readonly leaving: readonly {
    readonly learnerId: LearnerId;
    readonly fullName: string | null;
    readonly unit: string | null;
  }[];
  /** Paths of new units. */
  readonly units: readonly string[];
  /** How many people would be left alone. */
  readonly unchanged: number;
}

export interface DiffOf {
  readonly cohort: CohortId;
  readonly touched: readonly LearnerId[];
  readonly leavers: readonly LearnerId[];
  readonly units: readonly UnitId[];
  readonly unchanged: number;
}

/** What was written, told as a difference; must be asked before it is rolled back. */
export async function readDiff(tx: Tx, { cohort, touched, leavers, units, unchanged }: DiffOf): Promise<RosterDiff> {
  const changes = await readChanges(tx, cohort, [...touched, ...leavers]);
  const mentioned = changes.flatMap(({ before, after }) => [...before.posts, ...after.posts].map(({ unit }) => unit));
  const paths = await readPaths(tx, [...new Set([...mentioned, ...units])]);
  const leave = new Set(leavers);
  return {
    created: await readNewcomers(tx),
    changed: changes
      .filter(({ learnerId }) => !leave.has(learnerId))
      .map((change) => ({
        row: change.row,
        learnerId: change.learnerId,
        fullName: change.before.name,
        changes: factsOf(change, paths),
      })),
    leaving: changes
      .filter(({ learnerId }) => leave.has(learnerId))
      .map(({ learnerId, before }) => ({ learnerId, fullName: before.name, unit: mainPath(before, paths) })),
    units: units.map((id) => paths.get(id)!),
    unchanged,
  };
}

type Paths = ReadonlyMap<UnitId, string>;

const mainOf = ({ posts }: PersonState) => posts.find(({ main }) => main);
const mainPath = (state: PersonState, paths: Paths) => paths.get(mainOf(state)?.unit ?? (0 as UnitId)) ?? null;

/** As rosters write it. */
const roleWord = { learner: "hoc_vien", supervisor: "quan_ly" } as const;

function factsOf({ before, after }: Change, paths: Paths): ChangedFact[] {
  const facts: ChangedFact[] = [];
  for (const what of ["name", "email", "phone", "code"] as const) {
    if (before[what] !== after[what]) facts.push({ what, from: before[what], to: after[what] });
  }
  facts.push(...unitFacts(before, after, paths), ...postFacts(before, after, paths));
  const isIn = ({ place }: PersonState) => place !== null && place.left === null;
  if (isIn(before) !== isIn(after))
    facts.push({ what: "cohort", from: isIn(before) ? "in" : "out", to: isIn(after) ? "in" : "out" });
  return facts;
}

/** Posts got and lost: one of each is a transfer. */
function unitFacts(before: PersonState, after: PersonState, paths: Paths): ChangedFact[] {
  const missing = (from: PersonState, to: PersonState) =>
    from.posts.filter(({ unit }) => !to.posts.some((post) => post.unit === unit)).map(({ unit }) => paths.get(unit)!);
  const [lost, got] = [missing(before, after), missing(after, before)];
  if (lost.length === 1 && got.length === 1) return [{ what: "unit", from: lost[0]!, to: got[0]! }];
  const main = mainPath(before, paths) !== mainPath(after, paths);
  return [
    ...lost.map((from) => ({ what: "post", from, to: null }) as const),
    ...got.map((to) => ({ what: "post", from: null, to }) as const),
    ...(main ? [{ what: "main_post", from: mainPath(before, paths), to: mainPath(after, paths) } as const] : []),
  ];
}

/** Role and title of each post against the same post, or for a new one against the main post before. */
function postFacts(before: PersonState, after: PersonState, paths: Paths): ChangedFact[] {
  const one = after.posts.length === 1;
  return after.posts.flatMap((post) => {
    const was = before.posts.find(({ unit }) => unit === post.unit) ?? mainOf(before);
    if (was === undefined) return [];
    const where = one ? "" : ` (${paths.get(post.unit)})`;
    const facts: ChangedFact[] = [];
    if (was.role !== post.role)
      facts.push({ what: "role", from: roleWord[was.role], to: `${roleWord[post.role]}${where}` });
    if (was.title !== post.title && post.title !== null)
      facts.push({ what: "title", from: was.title, to: `${post.title}${where}` });
    return facts;
  });
}
