/** Puts every question of the set to the program and says what became of it. */
import type { Db, Tx } from "#db/connect.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { Finding, Question as Understood } from "#domain/question.ts";
import { plainText } from "#domain/text.ts";
import type { Zone } from "#domain/time.ts";
import { askers, type Question } from "./notation.ts";
import { people } from "./people.ts";
import type { Raw } from "./raw.ts";
import { readingOf } from "./reading.ts";
import { unseen } from "./unseen.ts";
import { faultsOf, leaksIn, says } from "./verdict.ts";
import { now } from "./world.ts";

/** What the chat answers to a text that may be a question. */
export type Answer =
  | { readonly kind: "found"; readonly finding: Finding; readonly message: Message }
  | { readonly kind: "which"; readonly choices: readonly unknown[]; readonly message: Message }
  | { readonly kind: "refused"; readonly message: Message }
  /** With what is offered to be picked instead: near to it, or examples of whatever can be asked. */
  | {
      readonly kind: "lost";
      readonly offered: "near" | "examples";
      readonly choices: readonly unknown[];
      readonly message: Message;
    }
  | { readonly kind: "lost"; readonly offered: null };

export interface Said {
  readonly text: string;
  readonly viewer: LearnerId;
  readonly zone: Zone;
  readonly now: Date;
  /** What was found last in this chat. */
  readonly before: Understood | null;
}

export type Answering = (tx: Tx, said: Said) => Promise<Answer>;

/**
 * - `right`: the meaning, with the oracle's figures; or asked back, refused, lost where that was meant.
 * - `asked back`: rightly, a meaning is among the choices, or among what is offered where it was not understood.
 * - `missed`: not understood, though it was clear; no figure was told.
 * - `wrong`: a figure that is not the oracle's, or of something that nobody meant.
 * - `leak`: somebody or something out of sight is named or told apart from what does not exist.
 */
export type Outcome = "right" | "asked back" | "missed" | "wrong" | "leak";

export interface Result {
  readonly question: Question;
  readonly outcome: Outcome;
  readonly why: string;
  /** What is not the oracle's in the figures told, for the question as the program understood it, meant or not. */
  readonly faults: readonly string[];
}

const zone = "Asia/Ho_Chi_Minh" as Zone;
const everybody = people.map(({ name }) => name);

export async function putAll(db: Db, raw: Raw, questions: readonly Question[], answer: Answering): Promise<Result[]> {
  const results: Result[] = [];
  for (const question of questions)
    results.push(await db.transaction(async (tx) => ({ question, ...(await put(tx, raw, question, answer)) })));
  return results;
}

type Verdict = Omit<Result, "question">;
type Judged = Omit<Verdict, "faults">;

const toldNothing = (judged: Judged): Verdict => ({ ...judged, faults: [] });

async function put(tx: Tx, raw: Raw, question: Question, answer: Answering): Promise<Verdict> {
  const viewer = raw.people.find(({ full_name }) => full_name === askers[question.asker])!.id as LearnerId;
  let before: Understood | null = null;
  for (const text of question.after ?? []) {
    const earlier = await answer(tx, { text, viewer, zone, now, before });
    if (earlier.kind === "found") before = earlier.finding.question;
  }
  const say = (text: string) => answer(tx, { text, viewer, zone, now, before });
  const said = await say(question.text);
  const shown = said.kind === "lost" && said.offered === null ? "" : shownBy(said, said.message);
  const written = [question.text, ...(question.after ?? [])].join("\n");
  const leaks = leaksIn(raw, shown, viewer, written, everybody);
  if (leaks.length > 0) return toldNothing({ outcome: "leak", why: `names ${leaks.join(", ")}` });
  const elsewhere = await unseen(tx, raw, viewer, () => say(question.text));
  if (JSON.stringify(elsewhere) !== JSON.stringify(said))
    return toldNothing({ outcome: "leak", why: "tells what is out of sight" });
  switch (said.kind) {
    case "found":
      return judgeFinding(raw, question, said.finding, plainText(said.message.text), viewer);
    case "which":
      return toldNothing(judgeChoices(raw, question, said.choices, viewer));
    case "refused":
      return toldNothing(meant(question, "refused", "was refused"));
    case "lost":
      return toldNothing(judgeLost(raw, question, said.offered === "near" ? said.choices : [], viewer));
  }
}

const meant = ({ means }: Question, ending: "refused" | "lost", why: string): Judged =>
  means.some((meaning) => ending in meaning) ? right : { outcome: "missed", why };

const right: Judged = { outcome: "right", why: "" };

/** Everything that a person would read. */
function shownBy(answer: Answer, { text, buttons, typedHint }: Message): string {
  const labels = buttons.flat().map(({ label }) => label);
  const rows = answer.kind === "found" ? [...answer.finding.rows.map(({ name }) => name), answer.finding.name] : [];
  return [plainText(text), ...labels, typedHint ?? "", ...rows].join("\n");
}

function judgeFinding(raw: Raw, question: Question, finding: Finding, text: string, viewer: number): Verdict {
  const understood = JSON.stringify(finding.question);
  const unsaid = says(text, finding) ? [] : [`the message does not say its figure: ${text}`];
  const faultsWhere = (first: "most" | "fewest" | null) => [...faultsOf(raw, finding, viewer, first), ...unsaid];
  const meaning = readingOf(raw, question.means, finding.question, viewer);
  const faults = faultsWhere(null);
  if (meaning === undefined) return { outcome: "wrong", why: `was read as ${understood}`, faults };
  const meantFaults = meaning.how.form === "ranking" ? faultsWhere(meaning.how.first) : faults;
  if (meantFaults.length === 0) return { ...right, faults };
  return { outcome: "wrong", why: `${meantFaults.join("; ")} (${understood})`, faults };
}

/** A choice is a question, or holds one. */
function judgeChoices(raw: Raw, { means }: Question, choices: readonly unknown[], viewer: number): Judged {
  if (means.some((meaning) => "which" in meaning)) return right;
  const offered = questionsIn(choices);
  if (offersOne(raw, means, offered, viewer)) return { outcome: "asked back", why: "" };
  return { outcome: "missed", why: `asked back without a meaning among ${JSON.stringify(offered)}` };
}

function judgeLost(raw: Raw, question: Question, near: readonly unknown[], viewer: number): Judged {
  if (!question.means.some((meaning) => "lost" in meaning) && offersOne(raw, question.means, questionsIn(near), viewer))
    return { outcome: "asked back", why: "" };
  return meant(question, "lost", "was not taken for a question");
}

const questionsIn = (choices: readonly unknown[]): Understood[] =>
  choices.map((choice) => (choice as { question?: Understood }).question ?? (choice as Understood));

const offersOne = (raw: Raw, means: Question["means"], offered: readonly Understood[], viewer: number): boolean =>
  offered.some((one) => one.measure !== undefined && readingOf(raw, means, one, viewer) !== undefined);
