/**
 * Questions asked as questions and not in words: the program's figures held against the oracle's. First everything that the
 * set means, then whatever can be put together.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LearnerId } from "#domain/ids.ts";
import type { Measure, Period, Question, Subject } from "#domain/question.ts";
import type { Zone } from "#domain/time.ts";
import { ask } from "#supervision/ask.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { askers } from "./notation.ts";
import { answerTo } from "./oracle.ts";
import { partOf, peopleOf, plusDays, seen } from "./part.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { isReading, questionsOf } from "./reading.ts";
import { styles } from "./set/all.ts";
import { seventhStyles } from "./set/seventh.ts";
import { sixthStyles } from "./set/sixth.ts";
import { faultsOf } from "./verdict.ts";
import { layWorld, now, today } from "./world.ts";

interface Asked {
  readonly question: Question;
  readonly viewer: LearnerId;
}

const idOf = (raw: Raw, name: string) => raw.people.find(({ full_name }) => full_name === name)!.id as LearnerId;

/** Each asker's questions once. */
function ofTheSet(raw: Raw): Asked[] {
  const all = new Map<string, Asked>();
  for (const { asker, means } of [styles, sixthStyles, seventhStyles].flatMap((set) => Object.values(set).flat())) {
    const viewer = idOf(raw, askers[asker]);
    for (const question of means.filter(isReading).flatMap((reading) => questionsOf(raw, reading, viewer)))
      all.set(`${asker}: ${JSON.stringify(question)}`, { question, viewer });
  }
  return [...all.values()];
}

const measures: readonly Measure[] = [
  ...(["people", "joined", "not_joined", "learnt", "not_learnt", "lessons", "completion", "score", "points"] as const),
  ...(["streak", "unreachable", "paused", "overdue", "finished", "forecast"] as const),
];

const ofPeople: readonly Measure[] = ["lessons", "completion", "score", "points", "streak"];

const anyPeriod = fc.oneof(
  fc.constant<Period>({ kind: "now" }),
  fc.integer({ min: 1, max: 3 }).map((number): Period => ({ kind: "module", number })),
  fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })).map(([back, length]): Period => {
    const from = plusDays(today, -back);
    const to = plusDays(from, length);
    return { kind: "days", from, to: [to, today].sort()[0]! } as Period;
  }),
);

/** Whatever the asker can see. */
function subjectsOf(raw: Raw, viewer: number): Subject[] {
  const units = raw.units.filter(({ id, ended_at }) => seen(raw, viewer).has(id) && ended_at === null);
  const named = new Set(raw.people.filter(({ full_name }) => full_name !== null).map(({ id }) => id));
  const people = peopleOf(raw, partOf(raw, { kind: "own" }, viewer)).filter((id) => named.has(id));
  return [
    { kind: "me" } as Subject,
    { kind: "own" } as Subject,
    ...units.map(({ id }) => ({ kind: "unit", id }) as Subject),
    ...raw.cohorts.flatMap(({ id, course_id }) => [
      { kind: "cohort", id } as Subject,
      { kind: "audience", course: course_id } as Subject,
    ]),
    ...people.map((id) => ({ kind: "person", id }) as Subject),
  ].filter((subject: Subject) => subject.kind === "me" || peopleOf(raw, partOf(raw, subject, viewer)).length > 0);
}

/** Questions that have a figure. Of past days nobody is listed whom the words leave open: who was there, or is there now. */
function anyAsked(raw: Raw): fc.Arbitrary<Asked> {
  const viewers = Object.values(askers).map((name) => idOf(raw, name));
  const form = fc.constantFrom(
    "total",
    "names",
    "units",
    "people",
    "units beyond",
    "people beyond",
    "place",
    "units between",
    "people between",
    "reached",
    "modules",
    "lessons",
  );
  const side = fc.constantFrom("below", "at_most", "at_least", "above");
  return fc
    .constantFrom(...viewers)
    .chain((viewer) =>
      fc.tuple(
        fc.constant(viewer),
        fc.constantFrom(...measures),
        fc.constantFrom(...subjectsOf(raw, viewer)),
        anyPeriod,
        form,
        fc.boolean(),
        fc.tuple(side, fc.constantFrom(0, 1, 2, 5, 10, 33, 50, 75, 100), fc.constantFrom(0, 1, 3, 20, 40)),
      ),
    )
    .map(([viewer, measure, subject, period, asked, best, line]): Asked => {
      const [kind, cut] = asked.split(" ");
      const alone = subject.kind === "me" || subject.kind === "person";
      const of = { level: [], best, limit: 5 } as const;
      const share = measure === "completion" || measure === "score";
      const unit = share ? "percent" : "number";
      const edge = { side: line[0], line: line[1], in: unit } as const;
      const to = { side: line[2] % 2 === 0 ? "at_most" : "below", line: line[1] + line[2], in: unit } as const;
      const between = { ...edge, side: best ? "above" : "at_least", to } as const;
      const beyond = cut === undefined ? {} : { beyond: cut === "between" ? between : edge };
      if (kind === "reached" && (!alone || ofPeople.includes(measure)))
        return { viewer, question: { measure, subject, period, form: { kind, beyond: best ? edge : between } } };
      if (kind === "modules" || kind === "lessons") {
        const taught = subject.kind === "person" ? "modules" : kind;
        const by = line[0] === "below" ? "people" : "share";
        const form = { kind: "taught", of: taught, best, by, limit: line[2] + 1 } as const;
        return { viewer, question: { measure: "score", subject, period, form } };
      }
      if (kind === "place" && isPlaced(subject, measure))
        return { viewer, question: { measure, subject, period, form: { kind } } };
      if (kind === "names") return { viewer, question: { measure, subject, period, form: { kind } } };
      if (/^(?:total|place|reached)$/.test(kind!) || alone || (kind === "people" && !ofPeople.includes(measure)))
        return { viewer, question: { measure, subject, period, form: { kind: "total" } } };
      return {
        viewer,
        question: { measure, subject, period, form: { kind: "ranking", of: kind as "units", ...of, ...beyond } },
      };
    })
    .filter(({ viewer, question }) => {
      if (question.measure === "forecast") return question.period.kind === "now" && question.form.kind === "total";
      if (question.form.kind === "place" && peopleOf(raw, partOf(raw, question.subject, viewer)).length === 0)
        return false;
      const figure = answerTo(raw, question, viewer, now);
      return figure !== null && (question.form.kind !== "names" || figure.people !== null);
    });
}

const isPlaced = ({ kind }: Subject, measure: Measure): boolean =>
  kind === "unit" || kind === "own" || (kind === "person" && ofPeople.includes(measure));

describe("the figures", () => {
  let database: TestDatabase;
  let raw: Raw;
  let faults: (asked: Asked) => Promise<string[]>;

  beforeAll(async () => {
    database = await freshDatabase();
    await layWorld(database.db);
    raw = await loadRaw(database.db);
    faults = async ({ question, viewer }) => {
      const finding = await database.db.transaction((tx) => ask(tx, question, viewer, "Asia/Ho_Chi_Minh" as Zone, now));
      const found = finding === null ? ["nothing was found"] : faultsOf(raw, finding, viewer, null);
      return found.map((fault) => `${viewer}: ${JSON.stringify(question)}: ${fault}`);
    };
  });
  afterAll(() => database.end());

  test("are the oracle's for all that the set means", async () => {
    const questions = ofTheSet(raw);
    expect(questions.length).toBeGreaterThan(500);
    const found: string[] = [];
    for (const question of questions) found.push(...(await faults(question)));
    expect(found).toEqual([]);
  });

  test("are the oracle's for whatever can be put together", async () => {
    const law = fc.asyncProperty(anyAsked(raw), async (question) => {
      expect(await faults(question)).toEqual([]);
    });
    await fc.assert(law, { numRuns: 200 });
  });
});
