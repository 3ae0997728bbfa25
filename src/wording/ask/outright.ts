import { fold } from "#domain/fold.ts";
import type { LocalDate } from "#domain/time.ts";
import { understood } from "./understood.ts";

const nobody = {
  units: [],
  own: [],
  cohorts: [],
  audiences: [],
  modules: [],
  people: [],
  today: "2026-01-01" as LocalDate,
};

/**
 * Whether the words ask for a figure or for names whatever names they hold: what may be an answer to a quiz question is
 * taken for a question of its own only then.
 */
export function asksOutright(text: string): boolean {
  const { measures, asks, form, words } = understood(text.slice(0, 400), nobody);
  const what = measures.length > 0 || form.line !== null || form.place;
  return words.length > 1 && what && (asks || form.names || form.total || form.ranking !== null);
}

/** Whether the words begin as a wish to have people reminded: "nhắc họ", "nhờ nhắc những người chưa học". */
export const wishesToNudge = (text: string): boolean =>
  /^(?:(?:hay|xin|nho|gui|giup|toi muon)\s+)*nhac(?:\s|$)/.test(fold(text));

/** Whether a file is wished for: "cho tôi file excel", "gửi em tệp báo cáo". */
export const wishesForFile = (text: string): boolean => /(?:^|\s)(?:file|tep|excel|xlsx)(?:\s|$)/.test(fold(text));

/** Of how many lessons there are: whether it is asked how many are left, "tôi còn bao nhiêu bài", and not how many are done. */
export const asksWhatIsLeft = (text: string): boolean =>
  /(?:^|\s)con\s(?:lai\s)?(?:bao nhieu|may|nhieu)(?:\s|$)/.test(fold(text));
