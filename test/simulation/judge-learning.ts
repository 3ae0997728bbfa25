import { createHash } from "node:crypto";
import { brokenSums } from "#db/sums.ts";
import type { Question } from "#domain/course.ts";
import { showLearner } from "#learning/state.ts";
import { isRight, type Meaning, type Person, questionIn, type Sent } from "./people.ts";
import { isStudyDay, nextDay } from "./progress.ts";
import type { AnswerRow, PersonRow, Tables } from "./tables.ts";
import type { Simulated } from "./world.ts";

const hour = 3_600_000;
const dayOf = (at: Date) => new Date(at.getTime() + 7 * hour).toISOString().slice(0, 10);

/** Promises 1 and 3, from what people sent and what they were told. */
export async function judgeLearning(world: Simulated, tables: Tables): Promise<string[]> {
  const wrong = [...judgeFeedback(world, tables), ...judgeAnswers(world, tables)];
  for (const { id, state, error } of tables.unhandled) wrong.push(`1: update ${id} is ${state} at the end (${error})`);
  for (const { rule, rows } of await brokenSums(world.db)) wrong.push(`3: ${rows} ${rule}`);
  for (const person of world.history.people) wrong.push(...(await judgePerson(world, tables, person)));
  return wrong;
}

/** Whoever was told a verdict finds it in the tables. */
function judgeFeedback({ history }: Simulated, tables: Tables): string[] {
  const wrong: string[] = [];
  const rows = new Set(tables.answers.map((row) => keyOf(row.learner, row.question, row.comeback, row.right)));
  for (const person of history.people) {
    for (const { line, address } of person.chats) {
      for (const { text } of line.fake.sent(address)) {
        const verdict = verdictIn(text);
        if (verdict === null) continue;
        const { question, comeback, right } = verdict;
        if (!rows.has(keyOf(person.learner, question, comeback, right))) {
          wrong.push(
            `1: ${person.fullName} was told that ${question} is ${right ? "right" : "wrong"}${comeback ? " as it came back" : ""}, and it is not there`,
          );
        }
      }
    }
  }
  return wrong;
}

const keyOf = (learner: number, question: string, comeback: boolean, right: boolean) =>
  `${learner} ${question} ${comeback} ${right}`;

function verdictIn(text: string): { question: string; comeback: boolean; right: boolean } | null {
  const said = /^(Chính xác!|Chưa đúng\.)(?: \+(\d+) điểm\.)?/.exec(text);
  const question = /Lời giải (K\d+L\d+Q\d+)\./.exec(text)?.[1];
  if (said === null || question === undefined) return null;
  const right = said[1] === "Chính xác!";
  return { question, right, comeback: right ? said[2] === "4" : !text.includes("Câu này sẽ trở lại") };
}

/** The options' texts as the program wrote them down. */
const chosenIn = ({ chosen }: AnswerRow, { options }: Question): string[] =>
  Array.isArray(chosen) ? chosen.map((index) => options[index]!.text) : [];

/** Of options that were pressed and not yet shown as marked any may be in the answer: which had been heard is not known. */
function meantBy(meaning: Meaning, written: readonly string[]): Meaning {
  if (meaning.kind !== "tap" || meaning.pressed === undefined) return meaning;
  const may = new Set([...meaning.chosen, ...meaning.pressed]);
  const fits = meaning.chosen.every((text) => written.includes(text)) && written.every((text) => may.has(text));
  return fits ? { ...meaning, chosen: written } : meaning;
}

/** Every answer that is there was given, by that person, then, and is judged rightly; every press on a question counts. */
function judgeAnswers({ history, town }: Simulated, tables: Tables): string[] {
  const wrong: string[] = [];
  const digest = (key: string) => createHash("sha256").update(key).digest("hex").slice(0, 32);
  const sentBy = new Map<string, { sent: Sent; storedAt: number; typed: boolean }>();
  for (const { bot, name, body, at } of history.stored) {
    const sent = town.sent.get(name);
    const message = body.message as { message_id: string; chat: { id: string } } | undefined;
    const key = bot.startsWith("zalo") ? `${message!.chat.id}:${message!.message_id}` : String(body.update_id);
    const typed = body.callback_query === undefined;
    if (sent !== undefined && !sentBy.has(`${bot} ${digest(key)}`)) {
      sentBy.set(`${bot} ${digest(key)}`, { sent, storedAt: at, typed });
    }
  }
  for (const row of tables.answers) {
    if (row.inbox === null) continue;
    const key = tables.keys.get(row.inbox)!;
    const found = sentBy.get(`${key.bot} ${key.digest}`);
    const say = (what: string) => wrong.push(`3: answer ${row.id} to ${row.question}: ${what}`);
    if (found === undefined) {
      say("nobody gave it");
      continue;
    }
    const { sent, storedAt, typed } = found;
    if (sent.person.learner !== row.learner) say(`given by ${sent.person.fullName}, not by learner ${row.learner}`);
    if (
      sent.meaning.kind === "tap" &&
      (sent.meaning.question !== row.question || sent.meaning.comeback !== row.comeback)
    )
      say(`the press was on ${sent.meaning.question}`);
    const order = shownOrder(sent.person, row.question);
    const question = town.questions.get(row.question)!;
    const right = isRight(question, order, meantBy(sent.meaning, chosenIn(row, question)));
    if (order !== null && right !== row.right) say(`${JSON.stringify(sent.meaning)} is ${right ? "right" : "wrong"}`);
    const at = row.at.getTime();
    const early = typed ? Math.floor(sent.at / 1000) * 1000 : sent.at;
    const late = typed ? sent.at : storedAt;
    if (at < early || at > late)
      say(`is said to be of ${row.at.toISOString()}, and is of ${new Date(sent.at).toISOString()}`);
  }
  const given = new Set(tables.answers.map((row) => `${row.learner} ${row.question} ${row.comeback}`));
  for (const { sent } of sentBy.values()) {
    const { meaning, person } = sent;
    if (meaning.kind !== "tap" || person.erased) continue;
    if (!given.has(`${person.learner} ${meaning.question} ${meaning.comeback}`))
      wrong.push(`1: ${person.fullName} pressed an answer to ${meaning.question}, and there is none`);
  }
  return wrong;
}

/** The options of a question as any message showed them to this person; null: it has not been shown. */
function shownOrder(person: Person, question: string): readonly string[] | null {
  for (const { line, address } of person.chats) {
    for (const { text } of line.fake.sent(address)) {
      const shown = questionIn(text);
      if (shown?.name === question) return shown.options;
    }
  }
  return null;
}

/** Points, completions and the streak of one person, added up anew from their answers. */
async function judgePerson(world: Simulated, tables: Tables, person: Person): Promise<string[]> {
  const wrong: string[] = [];
  const say = (what: string, said: unknown, sum: unknown) => {
    if (JSON.stringify(said) !== JSON.stringify(sum))
      wrong.push(
        `3: ${what} of ${person.fullName}: the program says ${JSON.stringify(said)}, it is ${JSON.stringify(sum)}`,
      );
  };
  const mine = tables.answers.filter(({ learner }) => learner === person.learner);
  let points = 0;
  const completions: string[] = [];
  for (const attempt of tables.attempts.filter(({ learner }) => learner === person.learner)) {
    const answers = mine.filter((row) => row.attempt === attempt.id);
    const firsts = answers.filter(({ comeback }) => !comeback);
    const wrongs = firsts.filter(({ right }) => !right).length;
    const comebacks = answers.filter(({ comeback }) => comeback);
    const twice = new Set(answers.map((row) => `${row.question} ${row.comeback}`)).size !== answers.length;
    if (twice) wrong.push(`3: ${person.fullName} answered a question twice in attempt ${attempt.id}`);
    points += 10 * (firsts.length - wrongs) + 4 * comebacks.filter(({ right }) => right).length;
    const complete = firsts.length === attempt.asked && comebacks.length === wrongs;
    if (complete) points += 5;
    const day = complete ? dayOf(answers.at(-1)!.at) : null;
    say(`attempt ${attempt.id}`, attempt.completedDay, day);
    if (day !== null) completions.push(day);
  }
  const row = tables.people.find(({ id }) => id === person.learner)!;
  const shown = (await showLearner(world.db as never, person.learner, new Date(world.timeline.now())))!;
  say("the points", shown.points, points);
  say("the ledger's sum", tables.points.find(({ learner }) => learner === person.learner)?.points ?? 0, points);
  say("the lessons", shown.lessonsCompleted, completions.length);
  const firsts = mine.filter(({ comeback }) => !comeback);
  const right = firsts.filter((answer) => answer.right).length;
  say("the answers", shown.answers, { right, wrong: firsts.length - right });
  if (row.joined === null || row.erased) return wrong;
  const kept = judgeKept(world, tables, person, completions, wrong);
  say("the streak", shown.streak, streakOf(world, tables, person, row, kept));
  return wrong;
}

/** The days that count as kept. Whoever paused on and off is believed as to which of their own days counted. */
function judgeKept(
  world: Simulated,
  tables: Tables,
  person: Person,
  completions: readonly string[],
  wrong: string[],
): Set<string> {
  const { school, handled } = world.history;
  const cohort = school.cohorts.find(({ id }) => id === person.cohort)!;
  const days = new Set(completions.filter((day) => isStudyDay(cohort, school.holidays, day)));
  const said = new Set(tables.kept.filter(({ learner }) => learner === person.learner).map(({ day }) => day));
  const paused = handled.some(({ learner, text }) => learner === person.learner && /^\/(tamdung|tieptuc)/.test(text));
  for (const day of said)
    if (!days.has(day)) wrong.push(`3: ${person.fullName} is said to have kept ${day}, and has not`);
  if (!paused)
    for (const day of days) if (!said.has(day)) wrong.push(`3: ${person.fullName} kept ${day}, and it is not there`);
  return paused ? said : days;
}

/** The streak, day by day, by the rules as the contract words them. */
function streakOf(world: Simulated, tables: Tables, person: Person, row: PersonRow, kept: ReadonlySet<string>) {
  const { school } = world.history;
  const cohort = school.cohorts.find(({ id }) => id === person.cohort)!;
  const today = dayOf(new Date(world.timeline.now()));
  let [current, best, freezes] = [0, 0, 1];
  for (let day = row.joined!; day <= today; day = nextDay(day)) {
    if (!isStudyDay(cohort, school.holidays, day)) continue;
    if (tables.pauses.some(({ learner, from, to }) => learner === person.learner && from <= day && day <= to)) continue;
    if (kept.has(day)) {
      current++;
      best = Math.max(best, current);
      if (current % 5 === 0) freezes = Math.min(2, freezes + 1);
    } else if (day < today && best > 0 && !isOutageDay(tables, row, day, row.pushTime ?? cohort.at)) {
      if (freezes > 0) freezes--;
      else current = 0;
    }
  }
  return { current, best, freezes };
}

/** Half an hour without the program or the person's bots, anywhere between their push time and 21:30. */
function isOutageDay(tables: Tables, row: PersonRow, day: string, pushTime: string): boolean {
  const opens = Date.parse(`${day}T${pushTime}:00+07:00`);
  const closes = Date.parse(`${day}T21:30:00+07:00`);
  return tables.outages.some(
    ({ what, from, to }) =>
      (what === "program" || row.bots.includes(what)) && from.getTime() < closes && to.getTime() > opens,
  );
}
