/**
 * How long each table keeps what it holds, in one place: what goes and when, what stays and why. `docs/operations.md` has
 * the same table; a new table needs a line here. What a point, a kept day or a figure rests on never goes.
 */
import { sql } from "drizzle-orm";
import type { Db } from "../connect.ts";
import { lockWaitingSince } from "../delivery/replies.ts";
import { forgetNewcomers } from "../roster/newcomers.ts";
import { deletion, emptying, emptyingFound, type Trim, trim } from "./trims.ts";

export interface Retention {
  readonly table: string;
  /** What `sweepOld` takes away. */
  readonly trims: readonly Trim[];
  /** What goes by another way, and when. */
  readonly also?: string;
  /** What stays for good, and why; null: nothing does. */
  readonly stays: string | null;
}

const kept = (table: string, stays: string, also?: string): Retention => ({
  table,
  trims: [],
  stays,
  ...(also === undefined ? {} : { also }),
});

const proof =
  "as long as the person is there: points, streaks and reports rest on it; erased, what was typed goes and the count stays";
const taught = "what was taught is never changed, and nothing of a person is in it";
const sums = "sums of what is kept elsewhere";
const ways = "how the program works, nothing of a person";

/** Every table of the schema, once. */
export const retention: readonly Retention[] = [
  {
    table: "inbox",
    trims: [
      trim(
        7,
        "what was written and the chat's name, from when it came, once it was handled or parked",
        emptying(
          "inbox",
          sql`payload = null, chat = null`,
          (before) =>
            sql`received_at < ${before}::timestamptz and state <> 'waiting' and num_nonnulls(payload, chat) > 0`,
        ),
      ),
      trim(
        90,
        "the digest by which a repeat is known",
        deletion("inbox", (before) => sql`received_at < ${before}::timestamptz and state <> 'waiting'`),
      ),
    ],
    stays: null,
  },
  {
    table: "deliveries",
    trims: [
      trim(
        7,
        "an answer that could not leave, with its text",
        emptyingFound(
          "deliveries",
          sql`state = case when unknowns = 0 then 'cancelled' else 'unknown' end, reason = 'expired', body = null`,
          lockWaitingSince,
        ),
      ),
    ],
    also: "the text, with the message's end",
    stays:
      "that a message was owed and how it ended: the keys that let nothing leave twice, and when a question was shown",
  },
  {
    table: "chats",
    trims: [
      trim(
        7,
        "what was being asked or drafted, from when they last wrote",
        emptying(
          "chats",
          sql`dialog = null`,
          (before) =>
            sql`dialog is not null and dialog ->> 'kind' <> 'goodbye' and last_used_at < ${before}::timestamptz`,
        ),
      ),
      trim(
        90,
        "the address of a stranger, from when they last wrote",
        emptying(
          "chats",
          sql`address = 'erased:' || id, state = 'blocked', dialog = null, hinted_at = null, wrong_codes = 0, wrong_codes_since = null`,
          (before) =>
            sql`learner_id is null and address <> 'erased:' || id and last_used_at < ${before}::timestamptz
              and not exists (select 1 from deliveries d where d.chat_id = chats.id and d.state in ('planned', 'queued', 'sending'))`,
        ),
      ),
    ],
    stays: "where a person is reached, until they are erased",
  },
  {
    table: "erased_chats",
    trims: [
      trim(
        7,
        "by what a late word of an erased person is known",
        deletion("erased_chats", (before) => sql`erased_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "silences",
    trims: [
      trim(
        90,
        "that of a stranger, from when they last turned to us",
        deletion(
          "silences",
          (before) => sql`last_interaction < ${before}::timestamptz
            and exists (select 1 from chats h where h.id = chat_id and h.learner_id is null)`,
        ),
      ),
    ],
    stays: "since when a person is silent, until they are erased",
  },
  {
    table: "people",
    trims: [trim(30, "who came by a cohort's code and never agreed, with all that was noted of them", forgetNewcomers)],
    stays: "who is taught or named by a roster, until they are erased; then a number without a name",
  },
  {
    table: "link_codes",
    trims: [
      trim(
        1,
        "every code, from its end",
        deletion("link_codes", (before) => sql`expires_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "dashboard_links",
    trims: [
      trim(
        1,
        "every link, from its end",
        deletion("dashboard_links", (before) => sql`expires_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "dashboard_sessions",
    trims: [
      trim(
        1,
        "every session, from its beginning",
        deletion("dashboard_sessions", (before) => sql`started_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "exports",
    trims: [
      trim(
        7,
        "that a workbook was asked for, from its end",
        deletion("exports", (before) => sql`state <> 'waiting' and done_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "phone_proposals",
    trims: [
      trim(
        7,
        "that somebody gave a person's number, and who was told",
        deletion("phone_proposals", (before) => sql`at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  { table: "private_files", trims: [], also: "every file, 15 minutes after it was made", stays: null },
  {
    table: "digests",
    trims: [
      trim(
        35,
        "what a digest offered",
        deletion("digests", (before) => sql`said_at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  {
    table: "announcements",
    trims: [
      trim(
        365,
        "the text",
        emptying(
          "announcements",
          sql`text = null`,
          (before) => sql`text is not null and created_at < ${before}::timestamptz`,
        ),
      ),
    ],
    stays: "that something was announced, and to whom, as numbers",
  },
  kept("announcement_misses", "who could not be told, as numbers"),
  {
    table: "roster_imports",
    trims: [
      trim(
        90,
        "what the import replaced: it cannot be undone any more",
        deletion("roster_imports", (before) => sql`at < ${before}::timestamptz`),
      ),
    ],
    also: "with the cohort's next import",
    stays: null,
  },
  { table: "roster_changes", trims: [], also: "with its import", stays: null },
  {
    table: "webchat_messages",
    trims: [
      trim(
        90,
        "what a demo's phones show",
        deletion("webchat_messages", (before) => sql`at < ${before}::timestamptz`),
      ),
    ],
    stays: null,
  },
  { table: "processes", trims: [], also: "a process that is gone, within a minute", stays: null },
  kept("attempts", proof),
  kept("answers", proof),
  kept("exercises", proof),
  kept("exercise_answers", proof),
  kept("skips", proof),
  kept("confidence_ratings", proof),
  kept("points_ledger", proof),
  kept("streak_days", proof),
  kept("standings", sums),
  kept("study_days", sums),
  kept("earnings", sums),
  kept("lifetimes", sums),
  { table: "stale_streaks", trims: [], also: "with the tick that works the streak out again", stays: null },
  kept("streak_world", ways),
  kept("posts", "as long as it is held; erased, without title and right"),
  kept("past_posts", "in which unit what was done counts"),
  kept("enrolments", "as long as the person is there; erased, without the code"),
  kept("pauses", "a streak rests on it", "when the person is erased"),
  kept("units", "the tree; nothing of a person"),
  kept("unit_changes", "by which names a unit is found"),
  kept("cohorts", ways),
  kept("holidays", "a streak rests on it"),
  kept("outages", "a streak rests on it"),
  kept("charges", "what was paid, without the text: the books"),
  kept("course_versions", taught),
  kept("lesson_versions", taught),
  kept("course_lessons", taught),
  kept("corrections", taught),
  kept("pictures", taught),
  kept("picture_uploads", taught),
  kept("oa_grants", "one row for an application: the next pair of tokens takes its place"),
  kept("oa_templates", "one row for an account: what the platform last said of its approved text"),
  kept("lanes", ways),
  kept("pulses", ways),
  kept("clock", ways),
  kept("audit", "numbers alone; nothing may be taken out of the chain"),
  kept("audit_head", "the chain's end"),
];

const dayMilliseconds = 24 * 60 * 60_000;

/**
 * Takes away what is older than its limit, a bounded number of rows of each kind at a time: what is left goes the next
 * time. Repeating it changes nothing. Returns how many rows were touched.
 * @param batch rows in one statement, so that none holds locks for long
 * @param rounds statements for one kind, at most
 */
export async function sweepOld(db: Db, now: Date, batch = 1_000, rounds = 20): Promise<number> {
  let touched = 0;
  for (const { days, run } of retention.flatMap(({ trims }) => trims)) {
    const before = new Date(now.getTime() - days * dayMilliseconds);
    for (let round = 0, last = batch; round < rounds && last === batch; round++) {
      last = await run(db, before, batch);
      touched += last;
    }
  }
  return touched;
}
