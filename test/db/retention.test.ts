import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { storeUpdate } from "#db/chats/inbox.ts";
import { countItems } from "#db/figures/item-statistics.ts";
import { retention, sweepOld } from "#db/records/retention.ts";
import { brokenSums } from "#db/sums.ts";
import type { BotKey, CohortId, InboxId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { showLearner } from "#learning/state.ts";
import { readStreak } from "#learning/streak.ts";
import { report } from "#supervision/report.ts";
import { at, learn, wipe } from "../learning/pupil.ts";
import { freshDatabase } from "../setup/database.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";

const database = await freshDatabase();
const { db } = database;
afterAll(() => database.end());

const monday = at("2026-03-02");
const now = new Date(monday.getTime() + 500 * 24 * 60 * 60_000);
const bot = "telegram:1" as BotKey;
let lan: Enrolled;
let cohort: CohortId;

beforeEach(async () => {
  await wipe(database);
  await database.sql`truncate roster_imports, dashboard_links, dashboard_sessions, processes restart identity cascade`;
  const course = makeCourse();
  await publish(db, course, monday);
  const made = await makeCohort(db, course, { learners: 1, now: monday, bot });
  lan = made.learners[0]!;
  cohort = made.id;
});

/** A row that holds what each trim takes, as it was at an instant; and how many of such rows still hold it. */
const plants: Readonly<Record<string, { plant: (at: Date) => ReturnType<typeof sql>; left: ReturnType<typeof sql> }>> =
  {
    "inbox 7": {
      plant: (at) => sql`insert into inbox (bot, update_key, chat, payload, received_at, state, handled_at)
      values (${bot}, md5(random()::text), 'c9', '{"text":"riêng"}', ${at}::timestamptz, 'done', ${at}::timestamptz)`,
      left: sql`select 1 from inbox where payload is not null or chat is not null`,
    },
    "inbox 90": {
      plant: (at) =>
        sql`insert into inbox (bot, update_key, received_at, state) values (${bot}, md5(random()::text), ${at}::timestamptz, 'parked')`,
      left: sql`select 1 from inbox`,
    },
    "deliveries 7": {
      plant: (at) => sql`
        with held as (insert into lanes (bot) values (${bot}) on conflict do nothing)
        insert into deliveries (kind, lane, bot, chat_id, inbox_id, body, due_at, created_at)
        select 'reply', 0, ${bot}, ${lan.chat}, (random() * 1e9)::int, '{"text":[]}', ${at}::timestamptz, ${at}::timestamptz`,
      left: sql`select 1 from deliveries where state = 'planned' or body is not null`,
    },
    "chats 7": {
      plant: (at) => sql`insert into chats (bot, address, learner_id, last_used_at, dialog)
      values (${bot}, md5(random()::text), ${lan.learner}, ${at}::timestamptz, '{"kind":"announce_text","name":"riêng"}')`,
      left: sql`select 1 from chats where dialog is not null`,
    },
    "chats 90": {
      plant: (at) =>
        sql`insert into chats (bot, address, last_used_at) values (${bot}, md5(random()::text), ${at}::timestamptz)`,
      left: sql`select 1 from chats where learner_id is null and address not like 'erased:%'`,
    },
    "silences 90": {
      plant: (at) => sql`with stranger as (
        insert into chats (bot, address, last_used_at) values (${bot}, md5(random()::text), ${now}::timestamptz) returning id)
      insert into silences (chat_id, last_interaction) select id, ${at}::timestamptz from stranger`,
      left: sql`select 1 from silences`,
    },
    "erased_chats 7": {
      plant: (at) => sql`insert into erased_chats (digest, erased_at) values (md5(random()::text), ${at}::timestamptz)`,
      left: sql`select 1 from erased_chats`,
    },
    "people 30": {
      plant: (
        at,
      ) => sql`with born as (insert into people (full_name, name_key, created_at) values ('Chưa Đồng Ý', 'chua dong y', ${at}::timestamptz) returning id),
        posted as (insert into posts (person_id, unit_id, role) select born.id, units.id, 'learner' from born, units),
        written as (insert into announcements (sender_id, created_at) values (${lan.learner}, ${now}::timestamptz) returning id),
        missed as (insert into announcement_misses (announcement_id, learner_id, reason) select written.id, born.id, 'not_joined' from written, born),
        asked as (insert into chats (bot, address, learner_id, last_used_at) select ${bot}, md5(random()::text), id, ${now}::timestamptz from born)
      insert into enrolments (learner_id, cohort_id) select id, ${cohort} from born`,
      left: sql`select 1 from people where agreed_at is null`,
    },
    "link_codes 1": {
      plant: (at) =>
        sql`insert into link_codes (code, learner_id, expires_at) values (md5(random()::text), ${lan.learner}, ${at}::timestamptz)`,
      left: sql`select 1 from link_codes`,
    },
    "dashboard_links 1": {
      plant: (at) =>
        sql`insert into dashboard_links (person_id, hash, expires_at) values (${lan.learner}, md5(random()::text), ${at}::timestamptz)`,
      left: sql`select 1 from dashboard_links`,
    },
    "dashboard_sessions 1": {
      plant: (at) => sql`insert into dashboard_sessions (hash, person_id, started_at, seen_at)
      values (md5(random()::text), ${lan.learner}, ${at}::timestamptz, ${now}::timestamptz)`,
      left: sql`select 1 from dashboard_sessions`,
    },
    "exports 7": {
      plant: (at) => sql`insert into exports (viewer_id, chat_id, inbox_id, scope_kind, state, asked_at, done_at)
      values (${lan.learner}, ${lan.chat}, 1, 'own', 'done', ${at}::timestamptz, ${at}::timestamptz)`,
      left: sql`select 1 from exports`,
    },
    "phone_proposals 7": {
      plant: (at) => sql`insert into phone_proposals (person_id, chat_id, inbox_id, told, at)
      values (${lan.learner}, ${lan.chat}, 1, 'operator', ${at}::timestamptz)`,
      left: sql`select 1 from phone_proposals`,
    },
    "digests 35": {
      plant: (at) =>
        sql`insert into digests (learner_id, day, actions, said_at) values (${lan.learner}, ${at}::timestamptz::date, '[]', ${at}::timestamptz)`,
      left: sql`select 1 from digests`,
    },
    "announcements 365": {
      plant: (at) =>
        sql`insert into announcements (sender_id, text, created_at) values (${lan.learner}, 'riêng', ${at}::timestamptz)`,
      left: sql`select 1 from announcements where text is not null`,
    },
    "roster_imports 90": {
      plant: (
        at,
      ) => sql`with i as (insert into roster_imports (cohort_id, at, units) values (${cohort}, ${at}::timestamptz, '{}') returning id)
      insert into roster_changes (import_id, learner_id, kind, before) select id, ${lan.learner}, 'changed', '{"name":"riêng"}' from i`,
      left: sql`select 1 from roster_imports cross join roster_changes`,
    },
    "webchat_messages 90": {
      plant: (at) =>
        sql`insert into webchat_messages (chat, from_bot, view, at) values ('c9', true, '{}', ${at}::timestamptz)`,
      left: sql`select 1 from webchat_messages`,
    },
  };

test("answers of either rank go when they are too old, and no lesson that waits as long", async () => {
  const plant = (kind: string, rank: number, inbox: number, days: number) => database.sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, study_day, body, due_at, created_at)
    select ${kind}, ${rank}, ${bot}, ${lan.chat}, ${lan.learner}, ${inbox}, ${kind === "lesson" ? "2026-01-05" : null}, '{"text":[]}', at, at
    from (select ${now}::timestamptz - ${days} * interval '1 day' as at) x`;
  await database.sql`insert into lanes (bot) values (${bot}) on conflict do nothing`;
  await plant("reply", 0, 901, 8);
  await plant("reply", 1, 902, 8); // a file, which yields to other answers
  await plant("reply", 1, 903, 6);
  await plant("lesson", 1, 904, 8);
  await sweepOld(database.db, now);
  expect(await database.sql`select inbox_id as id from deliveries where state = 'planned' order by 1`).toEqual([
    { id: 903 },
    { id: 904 },
  ]);
});

test("every table of the schema has a line, and no other", async () => {
  const rows = await database.sql`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  expect(retention.map(({ table }) => table).sort()).toEqual(rows.map(({ name }) => name).sort());
  expect(
    retention.filter(({ trims, also, stays }) => trims.length === 0 && also === undefined && stays === null),
  ).toEqual([]);
});

test("the operators' guide has the same table", () => {
  const guide = readFileSync(path.resolve(import.meta.dirname, "../../docs/operations.md"), "utf8");
  const days = (n: number) => (n === 1 ? "1 day" : `${n} days`);
  const lines = retention.map(({ table, trims, also, stays }) => {
    const goes = [...trims.map((one) => `${days(one.days)}: ${one.what}`), ...(also === undefined ? [] : [also])];
    return `| \`${table}\` | ${goes.join("; ") || "–"} | ${stays ?? "–"} |`;
  });
  expect(guide).toContain(lines.join("\n"));
});

describe("what is older than its limit goes, what is younger stays", () => {
  const known = retention.flatMap(({ table, trims }) => trims.map(({ days }) => ({ name: `${table} ${days}`, days })));

  test("each has a row to show it", () => {
    expect(Object.keys(plants).sort()).toEqual(known.map(({ name }) => name).sort());
  });

  test.for(known)("$name", async ({ name, days }) => {
    const { plant, left } = plants[name]!;
    const limit = new Date(now.getTime() - days * 24 * 60 * 60_000);
    await db.execute(plant(addMinutes(limit, 1)));
    await sweepOld(db, now);
    expect(await db.execute(left)).toHaveLength(1);
    await sweepOld(db, addMinutes(now, 2));
    expect(await db.execute(left)).toHaveLength(0);
  });
});

test("what still waits is not emptied, however old it is", async () => {
  await db.transaction((tx) =>
    storeUpdate(tx, { bot, updateKey: "1", chat: "c1", payload: { text: "x" }, receivedAt: monday }),
  );
  await database.sql`insert into exports (viewer_id, chat_id, inbox_id, scope_kind, asked_at) values (${lan.learner}, ${lan.chat}, 1, 'own', ${monday})`;
  await sweepOld(db, now);
  expect(await database.sql`select chat from inbox where payload is not null`).toHaveLength(1);
  expect(await database.sql`select 1 from exports`).toHaveLength(1);
});

test("whom a roster named and who agreed stay, whenever they came", async () => {
  await database.sql`insert into people (full_name, name_key, created_at) values ('Được Mời', 'duoc moi', ${monday})`;
  await database.sql`insert into enrolments (learner_id, cohort_id, invite_code) select id, ${cohort}, 'MOI23456' from people where full_name = 'Được Mời'`;
  await sweepOld(db, now);
  expect(await database.sql`select full_name from people order by id`).toEqual([
    { full_name: "Người 1" },
    { full_name: "Được Mời" },
  ]);
});

test("a great deal goes in bounded portions, each round the next one", async () => {
  for (let n = 0; n < 5; n++) await db.execute(plants["webchat_messages 90"]!.plant(monday));
  const left = async () => (await database.sql`select 1 from webchat_messages`).length;
  await sweepOld(db, now, 2, 1);
  expect(await left()).toBe(3);
  await sweepOld(db, now, 2, 2);
  expect(await left()).toBe(0);
  expect(await sweepOld(db, now)).toBe(0);
});

test("points, streak, report and what is known of questions are the same after everything old has gone", async () => {
  for (const day of ["2026-03-02", "2026-03-03", "2026-03-04"])
    await learn(db, lan.learner, at(day), [true, false, true]);
  // Each answer came with an update, whose reply showed the next question.
  await database.sql`update answers set inbox_id = id`;
  await database.sql`insert into inbox (bot, update_key, chat, payload, received_at, state)
    select ${bot}, 'k' || id, 'c1', '{}', answered_at, 'done' from answers`;
  await database.sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, state, due_at, sent_at, created_at)
    select 'reply', 0, ${bot}, ${lan.chat}, ${lan.learner}, id, 'sent', answered_at, answered_at - interval '5 seconds', answered_at from answers`;
  const evening = at("2026-03-04", "20:00");
  const figures = async () => {
    const whole = { scope: { kind: "cohort", id: cohort }, name: "Lớp thử" } as const;
    return db.transaction(async (tx) => ({
      card: await showLearner(tx, lan.learner, evening),
      streak: await readStreak(tx, lan.learner, null, evening),
      report: await report(tx, whole, evening, null),
      items: await countItems(tx, null),
    }));
  };
  const before = await figures();
  expect(before.card).toMatchObject({ lessonsCompleted: 3, streak: { current: 3 } });
  expect(before.items.some(({ medianSeconds }) => medianSeconds === 5)).toBe(true);
  expect(await sweepOld(db, now)).toBeGreaterThan(0);
  expect(await figures()).toEqual(before);
  expect(await brokenSums(db)).toEqual([]);
});

test("an update that comes again while its digest is kept is still known, though its words are gone", async () => {
  const store = (receivedAt: Date): Promise<InboxId | null> =>
    db.transaction((tx) => storeUpdate(tx, { bot, updateKey: "7", chat: "c1", payload: { text: "A" }, receivedAt }));
  expect(await store(monday)).not.toBeNull();
  await database.sql`update inbox set state = 'done'`;
  for (const days of [8, 60, 89]) {
    const then = new Date(monday.getTime() + days * 24 * 60 * 60_000);
    await sweepOld(db, then);
    expect(await store(then)).toBeNull();
  }
  expect(await database.sql`select payload, chat from inbox`).toEqual([{ payload: null, chat: null }]);
});
