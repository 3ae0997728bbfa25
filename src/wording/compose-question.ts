import type { QuestionType } from "#domain/course.ts";
import type { Button } from "#domain/message.ts";
import type { Line } from "#domain/text.ts";
import { answerAction, type QuestionRef, submitAction } from "./actions.ts";
import { type Paragraph, part, type Reply, rowsOf } from "./build.ts";
import { labelOf, labels } from "./labels.ts";
import { lessonWords } from "./vi-lesson.ts";

/** A question as one person sees it. */
export interface QuestionView {
  readonly ref: QuestionRef;
  readonly type: QuestionType;
  readonly prompt: string;
  /** In the order shown to this person, at most five; empty for `short` and `numeric`. */
  readonly options: readonly string[];
  /** Its place among the questions asked, from 1; a comeback keeps its first number. */
  readonly number: number;
  readonly of: number;
}

/** The question, its options as lettered lines, and, where buttons cannot do it, how to answer. */
export function questionPart(view: QuestionView): Paragraph {
  const comeback = view.ref.kind === "lesson" && view.ref.comeback;
  const heading = (comeback ? lessonWords.comebackQuestion : lessonWords.question)(view.number, view.of);
  const head: Line = [{ text: heading, bold: true }, { text: ` ${view.prompt}` }];
  const options = view.options.map((option, position) => `${labelOf(position)}. ${option}`);
  const note = view.type === "multiple" ? [lessonWords.severalRight] : [];
  return part(head, ...options, ...note, ...typedEverywhere(view));
}

/** Orders and words are typed on every platform, so the text itself says how. */
function typedEverywhere(view: QuestionView): string[] {
  if (view.type === "order") return [lessonWords.typeOrder(labels(view.options.length))];
  if (view.type === "short") return [lessonWords.typeText];
  return view.type === "numeric" ? [lessonWords.typeNumber] : [];
}

/** The buttons of a question, and what a platform without buttons says instead. */
export function questionReply(view: QuestionView): Reply {
  switch (view.type) {
    case "single":
      return { buttons: rowsOf(presses(view, labels(view.options.length))), typedHint: howToAnswer(view) };
    case "truefalse":
      return { buttons: rowsOf(presses(view, view.options)), typedHint: howToAnswer(view) };
    case "multiple":
      return { buttons: [...rowsOf(toggles(view)), [submit(view)]], typedHint: howToAnswer(view) };
    case "order":
    case "short":
    case "numeric":
      return {};
  }
}

/** One line that says how a question is answered by typing. */
export function howToAnswer(view: Pick<QuestionView, "type" | "options">): string {
  switch (view.type) {
    case "single":
      return lessonWords.typeOne(labels(view.options.length));
    case "truefalse":
      return lessonWords.typeTrueFalse;
    case "multiple":
      return lessonWords.typeSeveral(view.options.length);
    case "order":
      return lessonWords.typeOrder(labels(view.options.length));
    case "short":
      return lessonWords.typeText;
    case "numeric":
      return lessonWords.typeNumber;
  }
}

const presses = (view: QuestionView, names: readonly string[]): Button[] =>
  names.map((label, position) => ({ kind: "press", label, action: answerAction(view.ref, position) }));

const toggles = (view: QuestionView): Button[] =>
  labels(view.options.length).map((label, index) => ({ kind: "toggle", label, index }));

const submit = (view: QuestionView): Button => ({
  kind: "submit",
  label: lessonWords.submit,
  action: submitAction(view.ref),
});
