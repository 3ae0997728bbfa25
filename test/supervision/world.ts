import { sql } from "drizzle-orm";
import type { Db, Tx } from "#db/connect.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import { codeMaker } from "#supervision/codes.ts";
import { type CohortWish, createCohort } from "#supervision/cohorts.ts";
import { type ImportOptions, importRoster } from "#supervision/import-roster.ts";
import { readRoster } from "#supervision/roster-file.ts";

/** A Monday, 09:00 in Vietnam. */
export const monday = new Date("2026-03-02T02:00:00Z");

/** Codes that differ from test to test but not from run to run. */
export function codes(seed = 1): () => string {
  let state = seed;
  return codeMaker((below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  });
}

/** A published course of so many lessons, "bai-1" and on, with five questions each. */
export async function publish(db: Db, id = "an-toan", lessons = 10): Promise<void> {
  const questions = JSON.stringify({ questions: [1, 2, 3, 4, 5] });
  await db.execute(sql`
    insert into course_versions (course_id, hash, title, pass_mark, questions_per_lesson, points, published_at)
    values (${id}, 'a', 'An toàn', 0.7, 3, '{}', ${monday}::timestamptz)`);
  await db.execute(sql`
    insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at)
    select ${id}::text, 'bai-' || n, 'a', 'Bài ' || n, ${questions}::jsonb, ${monday}::timestamptz from generate_series(1, ${lessons}::int) n`);
  await db.execute(sql`
    insert into course_lessons (course_version_id, position, module_id, lesson_id, lesson_version_id)
    select v.id, substr(l.lesson_id, 5)::int, 'm', l.lesson_id, l.id
    from course_versions v join lesson_versions l using (course_id) where v.course_id = ${id}`);
}

export const wish: CohortWish = {
  name: "Lớp 1",
  course: "an-toan",
  start: "2026-03-02",
  at: "07:30",
  zone: "Asia/Ho_Chi_Minh",
};

export async function cohort(db: Db, name = "Lớp 1", seed = 7): Promise<CohortId> {
  const made = await db.transaction((tx) => createCohort(tx, { ...wish, name }, monday, codes(seed)));
  if (!made.ok) throw new Error(made.problem);
  return made.value.id;
}

/** Imports the text of a CSV file. */
export async function importText(db: Db, text: string, options: Partial<ImportOptions> & { cohort: CohortId }) {
  const roster = await readRoster(new TextEncoder().encode(text));
  if (!roster.ok) throw new Error(roster.problem);
  const whole = { dryRun: false, skipBadRows: false, now: monday, inviteCodes: codes(options.cohort), ...options };
  return await db.transaction((tx: Tx) => importRoster(tx, roster.value, whole));
}

/** Joins by the code, agrees, and has a chat with a bot. */
export async function join(db: Db, learner: LearnerId, bot = "telegram:1", at = monday): Promise<void> {
  await db.execute(
    sql`update people set agreed_at = ${at}::timestamptz, last_active_at = ${at}::timestamptz where id = ${learner}`,
  );
  await db.execute(sql`
    update enrolments set invite_spent_at = ${at}::timestamptz, joined_day = '2026-03-02' where learner_id = ${learner}`);
  await db.execute(sql`
    insert into chats (bot, address, learner_id, last_used_at) values (${bot}, ${String(learner)}, ${learner}, ${at}::timestamptz)`);
}

/** Ids by full name. */
export async function ids(db: Db): Promise<Record<string, LearnerId>> {
  const rows = await db.execute<{ id: LearnerId; full_name: string }>(
    sql`select id, full_name from people where erased_at is null`,
  );
  return Object.fromEntries(rows.map((row) => [row.full_name, row.id]));
}

/** Takes everything personal away, as an erasure does. */
export async function erase(db: Db, learner: LearnerId): Promise<void> {
  await db.execute(sql`
    update people set full_name = null, name_key = null, email = null, phone = null, code = null, erased_at = ${monday}::timestamptz
    where id = ${learner}`);
  await db.execute(sql`delete from chats where learner_id = ${learner}`);
}
