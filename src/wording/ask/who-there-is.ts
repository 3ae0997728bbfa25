import type { Question } from "#domain/question.ts";
import { isCalled } from "./subjects.ts";
import type { Understood } from "./understood.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { Whom } from "./whom.ts";

interface Asked {
  readonly whom: Whom;
  readonly context: Question | null;
  readonly vocabulary: Vocabulary;
}

/** "Cho xin bảng xếp hạng" of a unit without parts can only rank its people. In "điểm cao nhất xã" of a commune the level says only among whom. */
export function rankingWhoThereIs(read: Understood, { whom, context, vocabulary: { own, units } }: Asked): Understood {
  const within =
    read.form.ranking?.behind && whom.subjects.length === 0 && isWithin(read.form.ranking.level, own, units);
  const ranking = within ? { ...read.form.ranking!, of: null, level: [] } : read.form.ranking;
  const said = { ...read, form: { ...read.form, ranking } };
  if (ranking === null || ranking.of !== null || context !== null || whom.subjects.length > 1 || own.length > 1)
    return said;
  const above = (whom.subjects[0] ?? []).flatMap((one) => (one.kind === "unit" ? [one.id] : []));
  const paths = units.flatMap(({ id, path }) =>
    (above.length > 0 ? above : own.map((one) => one.id)).includes(id) ? [path] : [],
  );
  if (paths.some((top) => units.some(({ path }) => path.startsWith(`${top} / `)))) return said;
  return { ...read, form: { ...read.form, ranking: { ...ranking, of: "people" } } };
}

/** One's own units are of that level, and none below them is. */
const isWithin = ([level]: readonly string[], own: Vocabulary["own"], units: Vocabulary["units"]): boolean =>
  level !== undefined &&
  isCalled(own, level) &&
  units.every(({ id, name }) => own.some((one) => one.id === id) || !isCalled([{ name }], level));
