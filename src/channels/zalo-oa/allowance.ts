import { z } from "zod";
import { addDays, addMinutes, instantOf, type LocalDate, type LocalTime, type Zone } from "#domain/time.ts";
import type { Fetch } from "../wire.ts";
import { ask } from "./asking.ts";

/** What a package still has of messages beyond the free hours. */
export interface Allowance {
  readonly remain: number;
  /** Until when they are good; null: not told. */
  readonly until: Date | null;
}

const asset = z.object({
  product_type: z.string().catch(""),
  quota_type: z.string().catch(""),
  valid_through: z.coerce.string().catch(""),
  remain: z.coerce.number().int().nonnegative(),
});

const answered = z.object({ error: z.coerce.number().int(), data: z.array(z.unknown()) });

const question = JSON.stringify({ quota_owner: "OA", product_type: "cs", quota_type: "sub_quota" });

/** Null: it was not told. One that holds nothing has nothing left. Never throws. */
export async function askAllowance(apiRoot: string, token: string, fetch: Fetch): Promise<Allowance | null> {
  const told = await ask({ url: `${apiRoot}/v3.0/oa/quota/message`, token, fetch, callMs: 10_000, json: question });
  return told.kind === "told" ? read(told.body) : null;
}

/** Of several the one that ends first counts: the platform does not say which it takes from. */
function read(body: unknown): Allowance | null {
  const found = answered.safeParse(body).data;
  if (found === undefined || found.error !== 0) return null;
  const held = found.data
    .flatMap((one) => asset.safeParse(one).data ?? [])
    .filter((one) => one.quota_type === "sub_quota" && one.product_type === "cs" && one.remain > 0)
    .map((one) => ({ remain: one.remain, until: endOf(one.valid_through) }))
    .sort((a, b) => (a.until?.getTime() ?? 0) - (b.until?.getTime() ?? 0));
  return held[0] ?? { remain: 0, until: null };
}

/** Milliseconds as digits, "31/12/2026" (to the end of that day in Hà Nội), or an instant; null: it is none of these. */
function endOf(text: string): Date | null {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text));
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  if (day !== undefined) {
    const date = `${year}-${month}-${day}`;
    if (Number.isNaN(Date.parse(date))) return null;
    return instantOf("Asia/Ho_Chi_Minh" as Zone, addDays(date as LocalDate, 1), "00:00" as LocalTime);
  }
  return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : null;
}

/** The platform is asked every five minutes. */
const goodForMinutes = 30;

/** Until when what was told at `now` may be relied on: not for long, and not beyond its end or the month that is billed. */
export function reliedOnUntil({ until }: Allowance, now: Date, monthEnds: Date): Date {
  const ends = [addMinutes(now, goodForMinutes), monthEnds, ...(until === null ? [] : [until])];
  return new Date(Math.min(...ends.map((at) => at.getTime())));
}
