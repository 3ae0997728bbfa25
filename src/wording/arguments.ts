import type { Rating } from "#domain/confidence.ts";
import { fold } from "#domain/fold.ts";
import { type LocalTime, parseLocalTime } from "#domain/time.ts";
import { names } from "./ask/numbers.ts";
import { gist } from "./normalise.ts";

const clock =
  /^(?:(?:luc|sang) )?(\d{1,2})(?: ?(?:h|g|gio|:|\.) ?(?:(\d{1,2})(?: ?(?:phut|p|['’′]))?|(ruoi))?| (ruoi))?(?: (sang|trua|chieu|toi))?(?: ?(am|pm))?(?: (?:mai|hang ngay|moi ngay))?$/;

/** A time of day: "07:15", "7h15'", "7 giờ 15", "7h rưỡi", "7 giờ tối", "7h sáng mai", "7pm", "7". Null for anything else. */
export function readTime(text: string): LocalTime | null {
  const match = clock.exec(
    fold(text)
      .replace(/[\s.!]+$/, "")
      .replace(/ (?:a|nhe)$/, ""),
  );
  if (match === null) return null;
  const [, hours, minutes, half, halfPast, part, english] = match;
  const late = part !== undefined && part !== "sang" && Number(hours) < (part === "trua" ? 4 : 12);
  const afternoon = late || (english === "pm" && Number(hours) < 12);
  const minute = half === undefined && halfPast === undefined ? (minutes ?? "00").padStart(2, "0") : "30";
  const hour = english === "am" ? Number(hours) % 12 : Number(hours);
  return parseLocalTime(`${hour + (afternoon ? 12 : 0)}:${minute}`);
}

const daysOf: Readonly<Record<string, number>> = { tuan: 7, thang: 30 };

/** A number of days from 1: "3", "3 ngày", "ba hôm", "1 tuần", "1 tháng" (30), "nửa tháng" (15). Null for anything else; no upper bound but 9999. */
export function readDays(text: string): number | null {
  if (/[-−]\s*\d/.test(text)) return null;
  const said = gist(text);
  if (/^(?:hoc )?(?:trong )?nua thang$/.test(said)) return 15;
  const match = /^(?:hoc )?(?:trong )?(?:(\d{1,4})|([a-z]+))(?: ?(ngay|hom|tuan|thang))?$/.exec(said);
  if (match === null) return null;
  const count = match[1] === undefined ? names.indexOf(match[2]!) + 1 : Number(match[1]);
  return count > 0 ? count * (daysOf[match[3] ?? ""] ?? 1) : null;
}

/** A module, "4", or a lesson of one, "4.2", "4,2", "bài 4-2"; both from 1. Null for anything else. */
export function readLessonNumber(text: string): { readonly module: number; readonly lesson: number | null } | null {
  const match = /^(?:(?:bai|hoc phan|phan|so|cua) )*(\d{1,2})(?: ?[.,/-] ?(\d{1,2})| (\d{1,2}))?\.?$/.exec(
    fold(text).trim(),
  );
  if (match === null) return null;
  const [module, lesson] = [Number(match[1]), Number(match[2] ?? match[3] ?? 1)];
  if (module === 0 || lesson === 0) return null;
  return { module, lesson: match[2] === undefined && match[3] === undefined ? null : lesson };
}

/** How sure someone is: "3", "mức 3", "3/5". Null for anything else. */
export function readRating(text: string): Rating | null {
  const match = /^(?:muc )?([1-5])(?: ?\/ ?5)?$/.exec(fold(text).replace(/[\s.!]+$/, ""));
  return match === null ? null : (Number(match[1]) as Rating);
}

/** What a table is wanted of, behind "/xuat": "csv", "Lớp 1 csv"; "" for everything. Null: no table is. */
export function readTableAsked(text: string): string | null {
  const match = /^(?:(.*)[\s,;:])?\.?csv[.!]*$/isu.exec(text.trim());
  return match === null ? null : (match[1] ?? "").replace(/[\s,;:]+$/u, "");
}

const turnsOn = new Set(["bat", "mo", "nhan", "co", "on"]);
const turnsOff = new Set(["tat", "dung", "ngung", "thoi", "khong", "off"]);

/** Whether something is to be on: "bật", "tắt". Null for anything else. */
export function readSwitch(text: string): boolean | null {
  const said = gist(text);
  if (turnsOn.has(said)) return true;
  return turnsOff.has(said) ? false : null;
}
