/**
 * A button carries a number that anybody can guess, keep or pass on. So each is pressed by others than it was made for, in
 * two worlds (see two-worlds.test.ts): the answer is the same as in a world without what lies outside, and the same as for a
 * number that nobody has; and nothing of anybody else's changes. HOCVU_SCOPE_PAIRS says how many pairs of who presses and
 * what is pressed.
 */
import { sql } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import type { Action } from "#domain/message.ts";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { drawing } from "./drawing.ts";
import { lay, now } from "./lay.ts";
import { hears } from "./saying.ts";
import { type Draw, drawTree, type PersonRow, seenPart, supervisors, type Tree } from "./tree.ts";

const pairs = Number(process.env.HOCVU_SCOPE_PAIRS ?? 200);
const pressesPerActor = 40;

/** A number that nothing has. */
const nowhere = 999_999;

/** What a person's own buttons are about: the lesson and the practice they are at, and the announcement they are writing. */
const attemptOf = (person: number) => person * 100 + 50;
const exerciseOf = (person: number) => person;
const draftOf = (person: number) => 1000 + person;

interface Press {
  readonly action: string;
  /** The same with a number that nothing has; null: what is pressed may be theirs. */
  readonly instead: string | null;
}

test(`a button says nothing of, and does nothing to, what is not its presser's, over ${pairs} pairs`, {
  timeout: 1_800_000,
}, async () => {
  const draw = drawing(inject("seed"));
  const different: string[] = [];
  let pressed = 0;
  for (let trees = 0; pressed < pairs; trees++) {
    const tree = drawTree(draw);
    await using whole = await freshDatabase({ max: 1 });
    await layAll(whole, tree);
    for (const { person, lineages } of supervisors(tree).slice(0, 5)) {
      const seen = seenPart(tree, lineages, person.id);
      await using part = await freshDatabase({ max: 1 });
      await layAll(part, seen);
      for (let n = 0; n < pressesPerActor && pressed < pairs; n++, pressed++) {
        const { action, instead } = drawPress(draw, tree, person, lineages);
        const here = await presses(whole, person.id, action);
        const told = `tree ${trees}, person ${person.id} presses ${action}`;
        const there = await presses(part, person.id, action);
        if (here !== there) different.push(`${told}\n— whole:\n${here}\n— part:\n${there}`);
        const other = instead === null ? here : await presses(whole, person.id, instead);
        if (here !== other) different.push(`${told}\n— what is not theirs:\n${here}\n— what is not:\n${other}`);
      }
    }
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(pressed).toBeGreaterThanOrEqual(pairs);
});

function drawPress(draw: Draw, tree: Tree, presser: PersonRow, lineages: readonly string[]): Press {
  // Their own buttons are few among all, and do the most.
  const person = draw(4) === 0 ? presser : tree.people[draw(tree.people.length)]!;
  const unit = tree.units[draw(tree.units.length)]!;
  const cohort = 1 + draw(3);
  const digit = () => String(draw(3));
  const [module, moment, rating] = [1 + draw(2), "ba"[draw(2)], 1 + draw(5)];
  const letter = "nir"[draw(3)];
  const press = (isTheirs: boolean, id: number, actionOf: (id: number) => string): Press => ({
    action: actionOf(id),
    instead: isTheirs ? null : actionOf(nowhere),
  });
  const own = person.id === presser.id;
  const [question, comeback, option] = [digit(), draw(2), digit()];
  const sees = lineages.some((lineage) => unit.lineage.startsWith(lineage));
  const kinds: readonly (() => Press)[] = [
    () => press(own, attemptOf(person.id), (id) => `a:${id}:${question}:${comeback}:${option}`),
    () => press(own, person.id * 100, (id) => `a:${id}:${question}:${comeback}:${option}`),
    () => press(own, exerciseOf(person.id), (id) => `e:${id}:0:${option}`),
    () => press(own, draftOf(person.id), (id) => `n:${draw(2)}:${id}`),
    () => press(sees, unit.id, (id) => `g:${letter}:${id}`),
    () => press(false, unit.id, (id) => `u:${id}`),
    () => press(presser.cohort === cohort, cohort, (id) => `k:${id}:${module}:${moment}:${rating}`),
    () => press(true, 0, () => `x:thuvien:${1 + draw(3)}`),
  ];
  return kinds[draw(kinds.length)]!();
}

/** What is replied, buttons too, and how much of what is others' changed. */
const presses = (world: TestDatabase, person: number, action: string): Promise<string> =>
  hears(world, person, { kind: "tap", action: action as Action }, async (tx, messages) => {
    const [row] = await tx.execute<{ changed: number }>(sql`
      select (select count(*) from answers r join attempts a on a.id = r.attempt_id where a.completed_at is null and a.learner_id <> ${person})
        + (select count(*) from attempts a where a.completed_at is null and a.learner_id <> ${person} and a.id % 100 <> 50)
        + (select count(*) from exercise_answers r join exercises e on e.id = r.exercise_id where e.learner_id <> ${person})
        + (select count(*) from confidence_ratings where learner_id <> ${person})
        + (select count(*) from chats where learner_id <> ${person} and dialog is null)
        + (select count(*) from announcements where sender_id <> ${person}) as changed`);
    const replies = messages.map(({ text, buttons }) => JSON.stringify({ text, buttons }));
    return [...replies, `of others changed: ${row!.changed}`].join("\n");
  });

/** The tree, with everybody who joined in the middle of a lesson, of a practice and of an announcement. */
async function layAll(world: TestDatabase, tree: Tree): Promise<void> {
  await lay(world, tree);
  const { db } = world;
  await db.execute(sql`alter table exercises alter column id set generated by default`);
  await db.execute(sql`
    insert into attempts (id, learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
    select e.learner_id * 100 + 50, e.learner_id, e.next_lesson_id, w.id, e.cohort_id, 3, ${now}::timestamptz
    from enrolments e join people p on p.id = e.learner_id and p.agreed_at is not null
    join lesson_versions w on w.lesson_id = e.next_lesson_id`);
  await db.execute(sql`update people p set current_attempt_id = a.id from attempts a where a.id = p.id * 100 + 50`);
  await db.execute(sql`
    insert into exercises (id, learner_id, kind, course_id, items, opened_at)
    select p.id, p.id, 'practice', w.course_id, jsonb_build_array(jsonb_build_object('version', w.id, 'question', 0,
      'lesson', w.lesson_id, 'module', '01-thu', 'level', 1, 'pass', 0)), ${now}::timestamptz
    from people p, (select * from lesson_versions order by id limit 1) w where p.agreed_at is not null`);
  // What an answer begins has a number of its own.
  for (const table of ["attempts", "exercises"])
    await db.execute(sql.raw(`alter table ${table} alter column id restart with 900000`));
  await db.execute(sql`
    update chats set dialog = jsonb_build_object('kind', 'announce', 'scope', jsonb_build_object('kind', 'own'), 'name', 'x',
      'text', 'Mời anh chị học bài', 'draft', 1000 + learner_id)`);
}
