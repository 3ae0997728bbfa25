import { addHoliday, listHolidays, removeHoliday } from "#db/learning/holidays.ts";
import { inertName } from "#domain/name.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Answer } from "./answer.ts";
import { table } from "./print.ts";
import { withDatabase } from "./session.ts";

/** Days on which nobody learns. The day that was there keeps its place and takes the new name. */
export const add = (date: string, name: string): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const added = await addHoliday(db, { date: date as LocalDate, name: inertName(name) });
    return { json: { date, added }, lines: [added ? `${date} is a holiday` : `${date} was a holiday already`] };
  });

export const list = (): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const holidays = await listHolidays(db);
    if (holidays.length === 0) return { json: { holidays }, lines: ["no holiday yet: hocvu holiday add --help"] };
    const cells = holidays.map(({ date, name }) => [date, name]);
    return { json: { holidays }, lines: table(["date", "name"], cells) };
  });

export const remove = (date: string): Promise<Answer> =>
  withDatabase(async ({ db }) => {
    const removed = await removeHoliday(db, date as LocalDate);
    return { json: { date, removed }, lines: [removed ? `${date} is no holiday any more` : `${date} was no holiday`] };
  });
