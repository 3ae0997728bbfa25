import type { ModulePicture } from "#domain/course.ts";
import type { Message } from "#domain/message.ts";
import { part, say } from "./build.ts";
import { lessonWords as words } from "./vi-lesson.ts";

/** A module's picture; where none can be shown, its text says the same. */
export const pictureMessage = (picture: ModulePicture): Message => shown(picture, null);

/** The same for whoever has just completed the last lesson of the module. */
export const finishedPictureMessage = (picture: ModulePicture): Message => shown(picture, words.moduleFinished);

function shown({ alt, hash, text }: ModulePicture, before: string | null): Message {
  return { ...say([before === null ? null : part(before), part(...text)]), picture: { hash, alt } };
}
