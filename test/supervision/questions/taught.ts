/** What is wrong with rows of modules or lessons: worked out by loops over the rows, by the words of src/domain/question.ts. */
import type { Finding, Value } from "#domain/question.ts";
import { counts, dayOf, type Part, seats } from "./part.ts";
import type { Raw } from "./raw.ts";
import { today } from "./world.ts";

interface One {
  readonly name: string;
  readonly module: string | null;
  readonly value: Value;
}

export function taughtFaults(raw: Raw, { question, rows }: Finding, part: Part): string[] {
  const { form, measure, period } = question;
  if (form.kind !== "taught") return [];
  const all = (measure === "completion" ? completions(raw, part) : tries(raw, part, form, period)).filter(
    ({ value }) => value.whole !== 0,
  );
  const faults = rows.flatMap((row) => {
    const one = all.find(({ name, module }) => name === row.name && module === row.path);
    const same = one !== undefined && one.value.part === row.value.part && one.value.whole === row.value.whole;
    return same ? [] : [`the row ${row.name} is ${row.value.part} of ${row.value.whole}: no such figure`];
  });
  if (rows.length !== Math.min(form.limit, all.length)) faults.push(`${rows.length} rows of ${all.length}`);
  const worth = ({ part: amount, whole }: Value) => (form.by === "people" ? -amount : amount / whole!);
  const better = (a: Value, b: Value) => (form.best ? worth(a) > worth(b) : worth(a) < worth(b));
  for (const row of rows) {
    const before = all.filter(({ value }) => better(value, row.value)).length;
    if (row.place !== before + 1) faults.push(`${row.name} is told at ${row.place}, and ${before} go before it`);
  }
  const places = rows.map(({ place }) => place);
  if (places.some((place, at) => at > 0 && place < places[at - 1]!)) faults.push("the rows are in no order");
  return faults;
}

type Taught = Extract<Finding["question"]["form"], { kind: "taught" }>;

/** Of a lesson: its title, its module's title and number in its course, as it is taught now. */
function taughtOf(raw: Raw, course: string, lesson: string) {
  const version = raw.course_versions.find((one) => one.current && one.course_id === course)!;
  const place = raw.course_lessons.find((one) => one.course_version_id === version.id && one.lesson_id === lesson);
  if (place === undefined) return null;
  const at = version.modules.findIndex(({ id }) => id === place.module_id);
  return { title: `Bài ${lesson}`, module: version.modules[at]!.title };
}

/** What is told under a name: counted by first tries, or by people. */
interface Mark {
  readonly module: string | null;
  right: number;
  asked: number;
  /** Who answered, and whether they got something wrong. */
  readonly who: Map<number, boolean>;
}

function tries(raw: Raw, part: Part, { of, by }: Taught, period: Finding["question"]["period"]): One[] {
  const marks = new Map<string, Mark>();
  for (const { attempt_id, comeback, right, answered_at } of raw.answers) {
    const attempt = raw.attempts.find(({ id }) => id === attempt_id)!;
    if (comeback || (part.person !== null && attempt.learner_id !== part.person)) continue;
    if (!counts(raw, part, period, attempt, dayOf(answered_at), today)) continue;
    const cohort = raw.cohorts.find(({ id }) => id === attempt.cohort_id)!;
    const taught = taughtOf(raw, cohort.course_id, attempt.lesson_id);
    if (taught === null) continue;
    const name = of === "modules" ? taught.module : taught.title;
    const module = of === "modules" ? null : taught.module;
    const mark = marks.get(name) ?? { module, right: 0, asked: 0, who: new Map() };
    marks.set(name, mark);
    mark.asked++;
    if (right) mark.right++;
    mark.who.set(attempt.learner_id, (mark.who.get(attempt.learner_id) ?? false) || !right);
  }
  // What few have answered is told of nobody but oneself.
  const told = [...marks].filter(([, { who }]) => of === "modules" || part.person !== null || who.size >= 5);
  return told.map(([name, { module, right, asked, who }]) => {
    const wrong = [...who.values()].filter((one) => one).length;
    return {
      name,
      module,
      value: by === "people" ? { part: wrong, whole: who.size } : { part: right, whole: asked },
    };
  });
}

/** Lessons of each title that were completed, in whatever course, of those that the people of the part have and did not skip. */
function completions(raw: Raw, part: Part): One[] {
  const lessons = new Map<string, Map<string, boolean>>();
  for (const { learner_id, cohort_id } of seats(raw, part)) {
    const { course_id } = raw.cohorts.find(({ id }) => id === cohort_id)!;
    const version = raw.course_versions.find((one) => one.current && one.course_id === course_id)!;
    for (const { course_version_id, lesson_id } of raw.course_lessons) {
      if (course_version_id !== version.id) continue;
      const done = raw.attempts.some(
        (one) => one.learner_id === learner_id && one.lesson_id === lesson_id && one.completed_at !== null,
      );
      if (!done && raw.skips.some((one) => one.learner_id === learner_id && one.lesson_id === lesson_id)) continue;
      const { module } = taughtOf(raw, course_id, lesson_id)!;
      const own = lessons.get(module) ?? new Map();
      lessons.set(module, own.set(`${learner_id} ${lesson_id}`, done));
    }
  }
  return [...lessons].map(([name, own]) => ({
    name,
    module: null,
    value: { part: [...own.values()].filter((done) => done).length, whole: own.size },
  }));
}
