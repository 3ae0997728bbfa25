import { sql } from "drizzle-orm";
import type { LocalDate } from "#domain/time.ts";
import type { Db } from "../connect.ts";

export interface Holiday {
  readonly date: LocalDate;
  readonly name: string;
}

/** Every holiday, the first one first. */
export async function listHolidays(tx: Db): Promise<Holiday[]> {
  return [
    ...(await tx.execute<Holiday & Record<string, unknown>>(sql`select day as date, name from holidays order by day`)),
  ];
}

export async function readHolidays(tx: Db): Promise<Set<LocalDate>> {
  const rows = await tx.execute<{ day: LocalDate }>(sql`select day from holidays`);
  return new Set(rows.map((row) => row.day));
}

/** False: that day was a holiday before; it has the new name now. */
export async function addHoliday(tx: Db, { date, name }: Holiday): Promise<boolean> {
  const [row] = await tx.execute<{ added: boolean }>(sql`
    insert into holidays (day, name) values (${date}::date, ${name})
    on conflict (day) do update set name = excluded.name returning xmax = 0 as added`);
  return row!.added;
}

/** False: it was none. */
export async function removeHoliday(tx: Db, date: LocalDate): Promise<boolean> {
  const rows = await tx.execute(sql`delete from holidays where day = ${date}::date`);
  return rows.count > 0;
}
