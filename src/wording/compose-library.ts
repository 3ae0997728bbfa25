import type { Button, Message } from "#domain/message.ts";
import { commandAction, type TapCommand } from "./actions.ts";
import { listed, part, rowsOf, say, titled } from "./build.ts";
import { type LessonView, lessonParts } from "./compose-lesson.ts";
import { named } from "./format.ts";
import { libraryWords as words } from "./vi-library.ts";

export type LessonState = keyof typeof words.states;

export interface ModuleView {
  /** Its place in the course, from 1. */
  readonly number: number;
  readonly title: string;
  /** In teaching order: the first is number 1. */
  readonly lessons: readonly { readonly title: string; readonly state: LessonState }[];
}

const press = (label: string, command: TapCommand, argument = ""): Button => ({
  kind: "press",
  label,
  action: commandAction(command, argument),
});

const count = ({ lessons }: ModuleView, state: LessonState) => lessons.filter((one) => one.state === state).length;

/** All modules of a course, with how far the person is in each. */
export function libraryMessage(course: string, modules: readonly ModuleView[]): Message {
  const rows = modules.map((module) =>
    words.moduleLine(
      module.number,
      named(module.title, 80),
      count(module, "completed"),
      module.lessons.length,
      count(module, "skipped"),
    ),
  );
  const current = modules.find((module) => module.lessons.some(({ state }) => state === "open")) ?? modules[0];
  return say([titled(words.library(named(course, 120))), part(...listed(rows, 1400, () => "…"))], {
    buttons: rowsOf(
      modules.slice(0, mostButtons).map(({ number }) => press(String(number), "thuvien", String(number))),
    ),
    typedHint: words.typeModule(current?.number ?? 1),
  });
}

/** The lessons of a module; those that are open to this person can be read again. */
export function moduleMessage(module: ModuleView): Message {
  const rows = module.lessons.map(({ title, state }, at) =>
    words.lessonLine(module.number, at + 1, named(title, 90), words.states[state]),
  );
  const readable = module.lessons.flatMap(({ state }, at) => (state === "ahead" ? [] : [`${module.number}.${at + 1}`]));
  const [first] = readable;
  const list = [titled(words.module(module.number, named(module.title, 120))), part(...listed(rows, 1500, () => "…"))];
  if (first === undefined) return say([...list, part(words.noneToRead)]);
  return say(list, {
    buttons: rowsOf(readable.slice(0, mostButtons).map((number) => press(number, "thuvien", number))),
    typedHint: words.typeLesson(first),
  });
}

/** Five rows are as much as fits under a message without scrolling. */
const mostButtons = 20;

/** A lesson to read again. @param number "4.2" */
export function rereadMessage(lesson: LessonView, number: string, state: Exclude<LessonState, "ahead">): Message {
  switch (state) {
    case "completed":
      return say(lessonParts(lesson), {
        buttons: [[press(words.practise, "luyen", number)]],
        typedHint: words.typePractise(number),
      });
    case "skipped":
      return say(lessonParts(lesson), {
        buttons: [[press(words.relearn, "hoclai", number)]],
        typedHint: words.typeRelearn(number),
      });
    case "open":
      return say(lessonParts(lesson), { buttons: [[press(words.answer, "baihoc")]], typedHint: words.typeAnswer });
  }
}

export const noSuchModuleMessage = (modules: number): Message => say([part(words.noSuchModule(modules))]);
export const noSuchLessonMessage = (): Message => say([part(words.noSuchLesson)]);
export const lessonAheadMessage = (): Message => say([part(words.ahead)]);
export const notPractisableMessage = (): Message => say([part(words.notPractisable)]);
export const practiseHowMessage = (): Message => say([part(words.practiseHow)]);
export const notSkippedMessage = (): Message => say([part(words.notSkipped)]);
export const relearnHowMessage = (): Message => say([part(words.relearnHow)]);
