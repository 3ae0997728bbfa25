/** What authors are told of a fault: what is wrong, then what to write instead, in one line. */
import type { Fault } from "#domain/lesson-fault.ts";
import { bankWords } from "./bank.ts";
import { courseWords, editingWords } from "./course.ts";
import { fieldWords } from "./field.ts";
import { fileWords } from "./file.ts";
import { lessonWords } from "./lesson.ts";
import { pictureWords } from "./picture.ts";

const words = {
  ...fileWords,
  ...fieldWords,
  ...lessonWords,
  ...courseWords,
  ...editingWords,
  ...pictureWords,
  ...bankWords,
};

export function faultInWords([code, ...data]: Fault): string {
  const say = words[code] as (...data: readonly unknown[]) => string; // each takes what its own code carries
  return say(...data);
}
