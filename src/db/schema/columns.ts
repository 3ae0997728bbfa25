/**
 * Columns that many tables have. Together the files of this folder are the dictionary of what Học Vụ keeps: what must never
 * be twice is a unique key; what must never be is a check. Instants are `timestamptz` in the application's time (the demo
 * clock's, where there is one); study days are `date` and push times `time`, without a zone: the cohort's zone says when
 * they begin.
 */
import { bigint, customType, date, timestamp } from "drizzle-orm/pg-core";
import type { LocalDate } from "#domain/time.ts";

export const id = <Id extends number>() => bigint({ mode: "number" }).$type<Id>();
export const identity = <Id extends number>() => id<Id>().generatedAlwaysAsIdentity();
export const instant = () => timestamp({ withTimezone: true, mode: "date" });
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
export const day = () => date({ mode: "string" }).$type<LocalDate>();
export const bits = customType<{ data: string }>({ dataType: () => "bit varying" });
