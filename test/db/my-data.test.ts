/** What `hocvu export learner` hands out is all that is kept: a value is planted in every column, and looked for. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMyData } from "#db/records/my-data.ts";
import type { BotKey } from "#domain/ids.ts";
import { freshDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const database = await freshDatabase();
const { db, sql } = database;
afterAll(() => database.end());

/** Tables that hold nothing of a person, each because of what it is about. */
const ofNobody: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["course_versions", "lesson_versions", "course_lessons", "corrections", "pictures", "picture_uploads"].map(
      (table) => [table, "what is taught"],
    ),
  ),
  ...Object.fromEntries(
    ["clock", "lanes", "pulses", "outages", "processes", "oa_grants", "oa_templates", "streak_world"].map((table) => [
      table,
      "how the program works",
    ]),
  ),
  ...Object.fromEntries(
    ["units", "unit_changes", "cohorts", "holidays"].map((table) => [table, "the organisation and its calendar"]),
  ),
  audit_head: "the end of the chain",
  erased_chats: "a digest of a chat that is nobody's, for a week",
  webchat_messages: "a demo's phones, by a chat's name: what the platform keeps, not we",
};

/** Columns of other tables that are not handed out. A number counts as an id, a count or a score, and is not looked for. */
const withheld: Readonly<Record<string, string>> = {
  "people.name_key": "the name again, folded",
  "enrolments.invite_code": "a key, not a fact; spent once they joined",
  "link_codes.code": "a key",
  "dashboard_links.hash": "a digest of a key",
  "dashboard_sessions.hash": "a digest of a key",
  "private_files.name": "a key",
  "private_files.bytes": "figures of others; whoever it was made for has it",
  "private_files.units": "numbers of units",
  "roster_changes.kind": "created has nothing before, changed has",
  "roster_changes.after": "a digest of what is there now",
  "exercises.items": "which questions were asked: their words are handed out",
  "inbox.update_key": "a digest",
  "audit.hash": "a digest",
  "audit.subject": "themselves; of what they did to others it is handed out",
  "audit.actor": "themselves, or the operator",
  "points_ledger.deed": "made of numbers and of the lesson that is handed out",
  "charges.bot": "that of its message",
  "charges.charge": "who paid, not what",
  "charges.month": "that of its message",
  "deliveries.bot": "that of its chat",
  "exercises.course_id": "handed out as `course`",
  "standings.learnt": "a sum of what is handed out",
  "standings.learnt_from": "a sum of what is handed out",
  "study_days.day": "a sum of what is handed out",
  "earnings.day": "a sum of what is handed out",
  "lifetimes.kept": "a sum of what is handed out",
  "lifetimes.kept_from": "a sum of what is handed out",
  ...Object.fromEntries(
    ["streak_from", "streak_until", "streak_known_until"].map((column) => [
      `lifetimes.${column}`,
      "until when a figure is true",
    ]),
  ),
};

let lan: Enrolled;
let minutes = 0;
/** An instant that stands nowhere else. */
const t = () => new Date(Date.UTC(2031, 0, 1) + 61_000 * ++minutes);
const bot = "telegram:1" as BotKey;

/** How the rows of a table that are hers are found. */
const hers: Readonly<Record<string, string>> = {
  people: "id = $1",
  posts: "person_id = $1",
  past_posts: "person_id = $1",
  phone_proposals: "person_id = $1",
  dashboard_links: "person_id = $1",
  dashboard_sessions: "person_id = $1",
  private_files: "viewer_id = $1",
  exports: "viewer_id = $1",
  announcements: "sender_id = $1",
  silences: "chat_id in (select id from chats where learner_id = $1)",
  charges: "delivery_id in (select id from deliveries where learner_id = $1)",
  answers: "attempt_id in (select id from attempts where learner_id = $1)",
  exercise_answers: "exercise_id in (select id from exercises where learner_id = $1)",
  inbox: "(bot, chat) in (select bot, address from chats where learner_id = $1)",
  audit: "subject = 'learner:' || $1 or actor = $1::text",
  roster_imports: "id in (select import_id from roster_changes where learner_id = $1)",
};

beforeAll(async () => {
  const course = makeCourse();
  await publish(db, course, t());
  const made = await makeCohort(db, course, { learners: 2, now: t(), bot });
  lan = made.learners[0]!;
  const [id, chat] = [lan.learner, lan.chat];
  const [version] = await sql`select id, lesson_id from lesson_versions order by id limit 1`;
  await sql`update people set full_name = 'Tên Trồng', name_key = 'ten trong', email = 'trong@example.vn', phone = '0912000111', code = 'CB-TRONG',
    push_time = '19:47', agreed_at = ${t()}, last_active_at = ${t()}, created_at = ${t()} where id = ${id}`;
  await sql`update posts set title = 'Chức Trồng', role = 'supervisor', since = ${t()} where person_id = ${id}`;
  await sql`insert into past_posts (person_id, unit_id, since, until) select ${id}, id, ${t()}, ${t()} from units`;
  await sql`update enrolments set invite_code = 'TRONG222', invite_spent_at = ${t()}, joined_day = '2031-02-01', left_at = ${t()} where learner_id = ${id}`;
  await sql`insert into pauses (learner_id, from_day, to_day) values (${id}, '2031-03-01', '2031-03-02')`;
  await sql`update chats set address = 'chat-trong', state = 'blocked', last_used_at = ${t()}, dialog = '{"kind":"announce_text","name":"hộp thoại trồng"}',
    hinted_at = ${t()}, wrong_codes_since = ${t()}, door = 'talking', phone_asked_at = ${t()} where id = ${chat}`;
  await sql`insert into silences (chat_id, last_interaction, nudged_at, paused_at, refused_at) values (${chat}, ${t()}, ${t()}, ${t()}, ${t()})`;
  await sql`insert into phone_proposals (person_id, chat_id, inbox_id, told, at) values (${id}, ${chat}, 1, 'supervisors', ${t()})`;
  await sql`insert into link_codes (code, learner_id, expires_at, used_at) values ('123456', ${id}, ${t()}, ${t()})`;
  await sql`insert into dashboard_links (person_id, hash, expires_at) values (${id}, 'h', ${t()})`;
  await sql`insert into dashboard_sessions (hash, person_id, started_at, seen_at) values ('h', ${id}, ${t()}, ${t()})`;
  await sql`insert into private_files (name, kind, viewer_id, units, bytes, expires_at) values ('n', 'xlsx', ${id}, '[1]', '\\x00', ${t()})`;
  await sql`insert into exports (viewer_id, chat_id, inbox_id, scope_kind, state, asked_at, done_at) values (${id}, ${chat}, 1, 'own', 'failed', ${t()}, ${t()})`;
  await sql`insert into inbox (bot, update_key, chat, payload, received_at, state, error, handled_at)
    values (${bot}, 'k', 'chat-trong', '{"text":"lời trồng"}', ${t()}, 'parked', 'LoiTrong src/x.ts:1', ${t()})`;
  await sql`insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day, score, passed)
    values (${id}, ${version!.lesson_id}, ${version!.id}, ${made.id}, 3, ${t()}, ${t()}, '2031-04-01', 1, true)`;
  await sql`insert into answers (attempt_id, question, comeback, chosen, "right", answered_at) select id, 0, false, '"gõ trồng"', true, ${t()} from attempts`;
  await sql`insert into exercises (learner_id, kind, course_id, items, opened_at, completed_at)
    values (${id}, 'placement', 'khoa-thu', ${JSON.stringify([{ version: version!.id, question: 0 }])}::jsonb, ${t()}, ${t()})`;
  await sql`insert into exercise_answers (exercise_id, item, chosen, "right", answered_at) select id, 0, '"luyện trồng"', false, ${t()} from exercises`;
  await sql`insert into skips (learner_id, lesson_id, exercise_id, skipped_at, skipped_day) select ${id}, 'khoa-thu-2', id, ${t()}, '2031-05-01' from exercises`;
  await sql`insert into confidence_ratings (learner_id, course_id, module_id, moment, rating, rated_at) values (${id}, 'khoa-thu', '01-thu', 'after', 4, ${t()})`;
  await sql`insert into points_ledger (learner_id, reason, deed, points, earned_on, earned_at) values (${id}, 'review_right', 'd', 5, '2031-06-01', ${t()})`;
  await sql`insert into streak_days (learner_id, day, by) values (${id}, '2031-06-02', 'review')`;
  await sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, study_day, body, state, due_at, expires_at, platform_id, reason, sent_at, created_at)
    values ('reminder', 2, ${bot}, ${chat}, ${id}, '2031-07-01', '{"text":"tin trồng"}', 'failed', ${t()}, ${t()}, 'ma-tin-trong', 'cớ trồng', ${t()}, ${t()})`;
  await sql`insert into charges (delivery_id, try, bot, month, charge, vnd) select id, 1, ${bot}, '2031-07', 'wallet', 55 from deliveries`;
  await sql`insert into digests (learner_id, day, actions, said_at) values (${id}, '2031-08-04', '["việc trồng"]', ${t()})`;
  await sql`insert into announcements (sender_id, text, created_at) values (${id}, 'thông báo trồng', ${t()})`;
  await sql`insert into announcement_misses (announcement_id, learner_id, reason) select id, ${id}, 'no_chat' from announcements`;
  await sql`insert into roster_imports (cohort_id, at, units) values (${made.id}, ${t()}, '{}')`;
  await sql`insert into roster_changes (import_id, learner_id, kind, before, after) select id, ${id}, 'changed', '{"name":"Tên Cũ Trồng"}', 'x' from roster_imports`;
  await sql`insert into audit (at, actor, deed, subject, detail) values
    (${t()}, 'operator', 'role', ${`learner:${id}`}, '{"from":"việc người khác"}'), (${t()}, ${String(id)}, 'view', 'cohort:1', '{"n":"việc của mình"}')`;
});

interface Planted {
  readonly column: string;
  /** As JSON would have it; null: nothing was planted there. */
  readonly value: string | null;
}

/** What stands in her rows of a table, wherever it is no number and no yes or no. */
async function plantedIn(table: string): Promise<Planted[]> {
  const columns = await sql<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns where table_schema = 'public' and table_name = ${table}`;
  const told = columns.filter(({ type }) => /text|json|timestamp|date|time|bytea|bit/.test(type));
  const rows = await sql.unsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(x) as row from ${table} x where ${hers[table] ?? "learner_id = $1"}`,
    [lan.learner],
  );
  return told.map(({ name }) => {
    const values = rows.map(({ row }) => row[name]).filter((value) => value !== null && value !== undefined);
    return { column: `${table}.${name}`, value: values.length === 0 ? null : JSON.stringify(values[0]) };
  });
}

const tables = (
  await sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`
).map(({ name }) => name as string);

/** A time as "19:47:00" is handed out as "19:47"; whole words of JSON are looked for without their quotes. */
const looked = (value: string): string => value.replace(/^"(\d\d:\d\d):00"$/, '"$1"').replace(/^"|"$/g, "");

describe("every column of every table is handed out, or said why not", () => {
  test("a table of nobody's stands in the list, and no table that is not there", () => {
    expect(Object.keys(ofNobody).filter((table) => !tables.includes(table))).toEqual([]);
  });

  test.for(tables.filter((table) => !(table in ofNobody)))("%s", async (table) => {
    const data = JSON.stringify(await db.transaction((tx) => readMyData(tx, lan.learner)));
    const planted = (await plantedIn(table)).filter(({ column }) => !(column in withheld));
    // People who are erased, and what is only there for them, cannot be planted.
    const empty = planted.filter(({ value, column }) => value === null && column !== "people.erased_at");
    expect(empty, "plant something there").toEqual([]);
    const missing = planted.filter(({ value }) => value !== null && !data.includes(looked(value)));
    expect(missing).toEqual([]);
  });

  test("nothing is withheld that is not there", async () => {
    const columns = (
      await Promise.all(
        tables.map(
          (table) => sql`
      select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and table_name = ${table}`,
        ),
      )
    )
      .flat()
      .map(({ name }) => name as string);
    expect(Object.keys(withheld).filter((column) => !columns.includes(column))).toEqual([]);
  });

  test("and of nobody else", async () => {
    const text = JSON.stringify(await db.transaction((tx) => readMyData(tx, lan.learner)));
    expect(text).not.toContain("Người 2");
  });
});
