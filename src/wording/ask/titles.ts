import type { CourseId } from "#domain/ids.ts";
import { nameWords, type Word } from "./words.ts";

/** A module of a course that is taught now. */
export interface KnownModule {
  readonly course: CourseId;
  /** In teaching order, from 1. */
  readonly number: number;
  readonly title: string;
}

/** Words that are a module's title, or the beginning of one, with what leads to it: "học phần An toàn". */
export interface Titled {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** All that are called so; empty: none is. */
  readonly modules: readonly KnownModule[];
}

const untitled: Titled = { from: 0, to: 0, modules: [] };

/** Without one of these before it, the words may say anything. */
const leads = /^(?:phan|hoc phan|bai|chuong|noi dung|chuyen de|chu de)$/;

/** The module that a text names by its title, or by the first two words or more of a part of it. */
export function titleIn(words: readonly Word[], modules: readonly KnownModule[]): Titled {
  for (const [at] of words.entries()) {
    const lead = leadBefore(words, at);
    if (lead === 0) continue;
    const fits = modules.map((module) => ({ module, length: fitOf(words, at, module.title) }));
    const longest = Math.max(0, ...fits.map(({ length }) => length));
    if (longest < 2) continue;
    const called = fits.flatMap(({ module, length }) => (length === longest ? [module] : []));
    return { from: at - lead, to: at + longest, modules: called };
  }
  return untitled;
}

/** How many words lead to a title that would begin at `at`. */
const leadBefore = (words: readonly Word[], at: number): number =>
  [2, 1].find(
    (length) =>
      at >= length &&
      leads.test(
        words
          .slice(at - length, at)
          .map(({ read }) => read)
          .join(" "),
      ),
  ) ?? 0;

/** How many words from `at` on are the title's, from its beginning or that of a part of it. */
function fitOf(words: readonly Word[], at: number, title: string): number {
  const whole = nameWords(title);
  const parts = title.split(/[:,;]| và /u).map((part) => nameWords(part).length);
  const starts = parts.map((_, part) => {
    const before = parts.slice(0, part).reduce((sum, length) => sum + length, 0);
    return before + whole.slice(0, before + part).filter((word) => word === "va").length;
  });
  return Math.max(
    ...starts.map((start) => {
      let length = 0;
      // "An toàn chống lừa đảo": an "và" goes without saying.
      for (const word of whole.slice(start)) {
        if (words[at + length]?.folded === word) length += 1;
        else if (word !== "va" || length === 0) break;
      }
      return length;
    }),
  );
}
