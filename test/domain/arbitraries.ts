import fc from "fast-check";
import { addDays, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";

/** Any zone this machine knows; those whose clocks jump in odd places come up more often. */
export const someZone = fc.oneof(
  fc.constantFrom(...(Intl.supportedValuesOf("timeZone") as Zone[])),
  fc.constantFrom(
    ...([
      "Asia/Ho_Chi_Minh",
      "America/Sao_Paulo",
      "Africa/Cairo",
      "Asia/Beirut",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "Asia/Pyongyang",
      "Pacific/Easter",
    ] as Zone[]),
  ),
);

export const dayFrom = (first: string, days: number) =>
  fc.nat(days).map((offset) => addDays(first as LocalDate, offset));

/** 2005 to 2035: with the years in which Brazil, Egypt, Samoa and North Korea changed their clocks. */
export const someDay = fc.oneof(
  dayFrom("2005-01-01", 11_000),
  fc.constantFrom(
    ...([
      "2018-11-04",
      "2018-02-17",
      "2023-04-28",
      "2023-10-26",
      "2011-12-30",
      "2018-05-05",
      "2026-03-29",
    ] as LocalDate[]),
  ),
);

const twoDigits = (value: number) => String(value).padStart(2, "0");

const timeBetween = (from: number, to: number) =>
  fc
    .integer({ min: from, max: to })
    .map((minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}` as LocalTime);

export const someTime = timeBetween(0, 24 * 60 - 1);
