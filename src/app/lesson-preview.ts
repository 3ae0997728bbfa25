/** One lesson's file as a page shows it, read again whenever it is saved. */
import { EventEmitter } from "node:events";
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { type LessonPlace, pathOf, readSingle, type SingleLesson } from "#content/single.ts";
import { rehearse } from "#conversation/rehearsal.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Preview, PreviewState } from "#http/preview.ts";
import { type PreviewStep, previewSteps } from "#http/preview-view.ts";
import { previewWords } from "#wording/preview.ts";
import { lessonWords } from "#wording/vi-lesson.ts";
import { type Told, told } from "./told.ts";

/** An editor saves in several steps: truncate, write, rename. */
const settleMs = 80;

export interface LivePreview extends Preview, Disposable {
  readonly first: SingleLesson;
}

/** @param today asked at each reading: a preview may stay open overnight */
export async function openLessonPreview(place: LessonPlace, today: () => LocalDate): Promise<LivePreview> {
  const changes = new EventEmitter().setMaxListeners(0);
  const read = () => readSingle(place, today());
  let state: PreviewState | null = null;
  // Watched before it is read: what is saved in between is heard of.
  const watching = watchFiles(place, async () => {
    state = stateOf(place, await read(), state);
    changes.emit("change");
  });
  const first = await read();
  state ??= stateOf(place, first, null);
  return {
    first,
    state: () => state!,
    onChange(listener) {
      changes.on("change", listener);
      return () => changes.off("change", listener);
    },
    [Symbol.dispose]: () => watching[Symbol.dispose](),
  };
}

/** The folders are watched, not the files: many editors put a new file in the place of the old one. */
function watchFiles(place: LessonPlace, reread: () => Promise<void>): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let reading = Promise.resolve();
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reading = reading.then(reread);
    }, settleMs);
  };
  const folder = path.dirname(pathOf(place));
  const watchers = [watchIn(folder, place.name, heard), watchIn(path.dirname(folder), "course.yaml", heard)];
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Where the system does not say which file it was, it may be ours. */
function watchIn(folder: string, name: string, heard: () => void): FSWatcher {
  const watcher = watch(folder, (_, changed) => {
    if (changed === null || changed === name) heard();
  });
  return watcher.on("error", heard); // the folder is gone: reading says so
}

export const titleOf = ({ lesson, number, of }: SingleLesson): string =>
  lesson === null ? "" : lessonWords.lesson(number, of, lesson.title);

export const askedOf = ({ lesson, terms }: SingleLesson): string =>
  previewWords.asked(lesson?.questions.length ?? 0, terms.questionsPerLesson);

/** Null where the file has a fault. */
export const stepsOf = ({ lesson, number, of, terms }: SingleLesson): PreviewStep[] | null =>
  lesson === null ? null : previewSteps(rehearse({ lesson, number, of, ...terms }));

function stateOf(place: LessonPlace, read: SingleLesson, before: PreviewState | null): PreviewState {
  const steps = stepsOf(read);
  const shown = steps === null ? (before?.shown ?? null) : { title: titleOf(read), note: askedOf(read), steps };
  const fault = (kind: "error" | "warning") => (problem: Told) => ({
    place: problem.file.endsWith(`/${place.name}`)
      ? String(problem.line)
      : `${path.basename(problem.file)}:${problem.line}`,
    message: problem.message,
    kind,
  });
  return {
    version: (before?.version ?? 0) + 1,
    file: [path.basename(place.dir), place.course, place.module, place.name].join("/"),
    faults: [...told(read.errors).map(fault("error")), ...told(read.warnings).map(fault("warning"))],
    shown,
    stale: steps === null,
  };
}
