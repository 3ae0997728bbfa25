import { typedText } from "#channels/plain.ts";
import { render, shownLength, limits as telegramLimits } from "#channels/telegram/render.ts";
import { limits as zaloLimits } from "#channels/zalo/limits.ts";
import type { Message } from "#domain/message.ts";
import { labelOf } from "#wording/labels.ts";
import { type AnswerWords, previewWords as words } from "#wording/preview.ts";

/** A lesson's messages, as whoever composes them hands them over. */
export interface PreviewedLesson {
  readonly pushes: readonly Message[];
  readonly questions: readonly {
    readonly options: readonly string[];
    readonly message: Message;
    readonly told: readonly {
      readonly answer:
        | { readonly kind: "options"; readonly positions: readonly number[] }
        | { readonly kind: "words"; readonly text: string | null };
      readonly right: boolean;
      readonly comeback: boolean;
      readonly message: Message;
      /** The line of the message with which the next question begins; null: none does. */
      readonly goesOn: number | null;
    }[];
  }[];
}

/** A message on one channel. `body` and `rest` are what is sent, parted where the next question begins. */
export interface ShownMessage {
  /** On Telegram its HTML, elsewhere text. */
  readonly body: string;
  readonly rest: string | null;
  /** Rows of buttons, under whatever comes last. */
  readonly buttons: readonly (readonly string[])[];
  /** "1.234/4.096", of the whole message. */
  readonly length: string;
  readonly tooLong: boolean;
}

export type PreviewChannel = "telegram" | "zalo" | "text";

/** A message with what its author should know of it. */
export interface PreviewStep {
  /** The same after the file was saved again. */
  readonly key: string;
  readonly heading: string;
  readonly verdict: { readonly right: boolean; readonly words: string } | null;
  readonly note: string | null;
  readonly shown: Readonly<Record<PreviewChannel, ShownMessage>>;
}

/** Every message of a lesson in the order in which they are talked of. */
export function previewSteps({ pushes, questions }: PreviewedLesson): PreviewStep[] {
  return [
    { key: "push", heading: words.push, verdict: null, note: longestOf(pushes), shown: shownOf(pushes[0]!, null) },
    ...questions.flatMap(({ options, message, told }, at): PreviewStep[] => {
      const question = { key: `${at}`, heading: words.question(at + 1), verdict: null, note: null };
      const answers = told.map((one, nth) => ({
        key: `${at}-${nth}`,
        heading: words.answer(at + 1, inWords(one.answer, options)),
        verdict: { right: one.right, words: one.right ? words.right : one.comeback ? words.wrongAgain : words.wrong },
        note: null,
        shown: shownOf(one.message, one.goesOn),
      }));
      return [{ ...question, shown: shownOf(message, null) }, ...answers];
    }),
  ];
}

/** The longest on the channel that takes least. */
function longestOf(pushes: readonly Message[]): string {
  const lengths = pushes.map((push) => typedText(push).length);
  const most = Math.max(...lengths);
  return words.longest(lengths.indexOf(most) + 1, most);
}

type Answer = PreviewedLesson["questions"][number]["told"][number]["answer"];

function inWords(answer: Answer, options: readonly string[]): AnswerWords {
  if (answer.kind === "words") return { labels: [], option: null, text: answer.text };
  const [only, ...others] = answer.positions;
  const option = only === undefined || others.length > 0 ? null : options[only]!;
  return { labels: answer.positions.map(labelOf), option, text: null };
}

function shownOf(message: Message, goesOn: number | null): PreviewStep["shown"] {
  const [body, rest] = parted(message, goesOn);
  const rendered = render(message);
  const typed = typedText(message).length;
  const typedParts = { body: typedText(body), rest: rest === null ? null : typedText(rest), buttons: [] };
  return {
    telegram: {
      body: render(body).html,
      rest: rest === null ? null : render(rest).html,
      buttons: rendered.keyboard.map((row) => row.map(({ text }) => text)),
      ...measured(shownLength(rendered), telegramLimits.text),
    },
    zalo: { ...typedParts, ...measured(typed, zaloLimits.text) },
    text: { ...typedParts, ...measured(typed, zaloLimits.text) },
  };
}

const measured = (length: number, limit: number) => ({ length: words.length(length, limit), tooLong: length > limit });

/** What was said, and what the same message goes on with; buttons and hint belong to what comes last. */
function parted(message: Message, goesOn: number | null): [Message, Message | null] {
  if (goesOn === null) return [message, null];
  const end = message.text.slice(0, goesOn).findLastIndex((line) => line.length > 0) + 1;
  const said: Message = { text: message.text.slice(0, end), buttons: [], typedHint: null };
  return [said, { ...message, text: message.text.slice(goesOn) }];
}

/** The steps for a terminal, as the text alone goes out. */
export function previewLines(steps: readonly PreviewStep[]): string[] {
  return steps.flatMap(({ heading, note, shown: { text }, verdict }) => {
    const title = [heading, ...(verdict === null ? [] : [verdict.words])].join(": ");
    const rest = text.rest === null ? [] : ["", `[… ${words.script.sameMessage}: ${text.rest.split("\n", 1)[0]}]`];
    return [
      `── ${title} (${text.length})`,
      ...(note === null ? [] : [`   ${note}`]),
      "",
      ...text.body.split("\n"),
      ...rest,
      "",
    ];
  });
}
