import type { Tx } from "#db/connect.ts";
import { countTaughtLessons, countTaughtTries, type TaughtFigures } from "#db/figures/taught.ts";
import { isSelf } from "#db/units/scope.ts";
import type { Form, FoundRow, Measure, Period, Value } from "#domain/question.ts";
import type { DaySpan } from "#domain/streak.ts";
import { earlier } from "#domain/time.ts";
import { fewestForFigures } from "./lesson-figures.ts";
import type { Asked } from "./measures.ts";

type Taught = Extract<Form, { kind: "taught" }>;

/**
 * Modules or lessons that go best, or worst; equal ones share a place and stand in teaching order. A lesson that few have answered is
 * told of nobody but oneself, as on the dashboard.
 */
export async function rankTaught(
  tx: Tx,
  measure: Measure,
  period: Period,
  about: Asked,
  form: Taught,
): Promise<readonly FoundRow[]> {
  const rows = await figuresOf(tx, measure, period, about, form);
  const few = measure === "score" && form.of === "lessons" && !isSelf(about.part, about.viewer);
  const valued = rows
    .filter(({ people }) => !few || people >= fewestForFigures)
    .map((row) => ({ row, value: toldOf(row, form) }))
    .filter(({ value }) => value.whole !== 0)
    .map(({ row, value }) => ({ row, value, figure: figureOf(value, form) }))
    .sort((a, b) => (form.best === isGood(form) ? b.figure - a.figure : a.figure - b.figure));
  return valued.slice(0, form.limit).map(({ row, value, figure }) => ({
    place: valued.findIndex((other) => other.figure === figure) + 1,
    name: row.title,
    path: row.module,
    value,
  }));
}

function figuresOf(tx: Tx, measure: Measure, period: Period, about: Asked, { of }: Taught): Promise<TaughtFigures[]> {
  if (measure === "completion") return countTaughtLessons(tx, about);
  return countTaughtTries(tx, about, of, period.kind === "days" ? { ...period, ...upTo(period, about) } : period);
}

const upTo = ({ from, to }: DaySpan, { today }: Asked): DaySpan => ({ from, to: earlier(to, today) });

const toldOf = ({ part, whole, stumbled, people }: TaughtFigures, { by }: Taught): Value =>
  by === "people" ? { part: stumbled, whole: people } : { part, whole };

/** People who went wrong are compared by how many they are: that is what is asked. */
const figureOf = ({ part, whole }: Value, { by }: Taught): number => (by === "people" ? part : part / (whole ?? 1));

const isGood = ({ by }: Taught): boolean => by === "share";
