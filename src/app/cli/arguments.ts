/** What may stand behind an option: each reads one form, and says the right one with an example. */

import { InvalidArgumentError } from "commander";
import { parseLocalDate, parseLocalTime, parseZone } from "#domain/time.ts";

const wrong = (rightForm: string): never => {
  throw new InvalidArgumentError(`Write ${rightForm}`);
};

/** The number of a row: 1 to 2^53 - 1. */
export function rowId(text: string): number {
  const id = Number(text);
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(id) ? id : wrong("its number, for example 3");
}

export const day = (text: string): string =>
  parseLocalDate(text) ?? wrong("a day as YYYY-MM-DD, for example 2026-03-02");

export const time = (text: string): string => parseLocalTime(text) ?? wrong("a time as HH:mm, for example 07:30");

export function reminders(text: string): string {
  const times = text.split(",").map((part) => parseLocalTime(part));
  if (times.length > 2 || times.includes(null)) wrong("one or two times as HH:mm, for example 11:30,19:00");
  return text;
}

export function weekdays(text: string): string {
  const isList = /^(?:mon|tue|wed|thu|fri|sat|sun)(?:,(?:mon|tue|wed|thu|fri|sat|sun))*$/i.test(text);
  return isList ? text : wrong("days of the week, for example mon,wed,fri");
}

export const zone = (text: string): string => parseZone(text) ?? wrong("a zone, for example Asia/Ho_Chi_Minh");

export const words = (text: string): string => (text.trim() === "" ? wrong("something that is not empty") : text);

/** 0: any that is free. */
export const port = (text: string): number =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : wrong("a port from 0 to 65535, for example 3001");

export const questions = (text: string): string =>
  /^[1-9]\d?$/.test(text) ? text : wrong("a whole number from 1, for example 3");

/** More than nothing, at most ten years of `perYear`. */
const span = (perYear: number, example: string) => (text: string) => {
  const amount = Number(text);
  const fits = /^\d+(?:\.\d+)?$/.test(text) && amount > 0 && amount <= 10 * perYear;
  return fits ? amount : wrong(`a number above 0 and up to ${10 * perYear}, for example ${example}`);
};

export const days = span(366, "1");
export const hours = span(366 * 24, "2.5");

export const rehearsedDays = (text: string): number =>
  /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 400
    ? Number(text)
    : wrong("a whole number from 1 to 400, for example 365");

export const seed = (text: string): number =>
  /^\d{1,9}$/.test(text) ? Number(text) : wrong("a whole number of at most nine digits, for example 42");

export const botCount = (text: string): number =>
  /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 200
    ? Number(text)
    : wrong("a whole number from 1 to 200, for example 4");

export const wholeDays = (text: string): number =>
  /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 366
    ? Number(text)
    : wrong("a whole number from 1 to 366, for example 30");

/** One of several percents, gathered in the order in which they came. */
export function share(text: string, before: readonly number[] = []): readonly number[] {
  const percent = Number(text.replace(/%$/, ""));
  const fits = /^\d{1,3}(?:\.\d+)?%?$/.test(text) && percent <= 100;
  return [...before, fits ? percent : wrong("up to three percents, for example --answering 50 30 10")];
}

/** As `hocvu audit head` prints it. */
export function auditHead(text: string): { readonly seq: number; readonly hash: string } {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  return seq === undefined || hash === undefined
    ? wrong("what hocvu audit head printed: a number, a colon and 64 hex digits")
    : { seq: Number(seq), hash: hash.toLowerCase() };
}

/** An instant with its offset, or a time without one, which is meant in the configured zone. */
export function moment(text: string): string {
  const [date = "", rest] = text.split(/[T ]/, 2);
  const clock = rest?.replace(/(?:Z|[+-]\d{2}:?\d{2})$/, "") ?? "00:00";
  const isClock = parseLocalTime(clock.slice(0, 5)) !== null && /^\d{2}:\d{2}(?::[0-5]\d(?:\.\d+)?)?$/.test(clock);
  if (parseLocalDate(date) === null || !isClock)
    wrong("a time as ISO 8601 has it, for example 2026-03-02T07:30:00+07:00");
  return text.replace(" ", "T");
}
