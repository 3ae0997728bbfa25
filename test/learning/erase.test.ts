import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lockNext, markDone, storeUpdate } from "#db/chats/inbox.ts";
import { insertReplies } from "#db/delivery/replies.ts";
import { finishErasures } from "#db/records/erase.ts";
import { readMyData } from "#db/records/my-data.ts";
import type { BotKey, CohortId, InboxId, LearnerId } from "#domain/ids.ts";
import { bold } from "#domain/text.ts";
import { addMinutes } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import { issueLinkCode } from "#learning/link.ts";
import { showLearner } from "#learning/state.ts";
import { visit } from "#learning/visit.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { address, at, from, give, learn, openedTurn, wipe } from "./pupil.ts";

let database: TestDatabase;
let lan: LearnerId;
let minh: LearnerId;
let cohort: CohortId;
const monday = at("2026-03-02");
const home = address("90001234");
const second = address("zalo-abcdef", "zalo:9");
const demo = address("demo-xyz");

/** Whatever would tell that it was she. */
const traces = ["Lan Bí Mật", "lan bi mat", "lan@example.vn", "0912345678", "CB-77", "LAN23456", "777111"].concat(
  [home, second, demo].map(({ chat }) => chat),
  ["Trưởng phòng", "chuyện riêng", "tin-nhan-77"],
);

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.end());
beforeEach(async () => {
  await wipe(database);
  const { db, sql } = database;
  const course = makeCourse();
  await publish(db, course, monday);
  const made = await makeCohort(db, course, { learners: 2, now: monday, bot: "telegram:1" as BotKey });
  [lan, minh] = made.learners.map(({ learner }) => learner) as [LearnerId, LearnerId];
  cohort = made.id;
  await sql`update people set full_name = 'Lan Bí Mật', name_key = 'lan bi mat', email = 'lan@example.vn', phone = '0912345678',
    code = 'CB-77', push_time = '20:00' where id = ${lan}`;
  await sql`update posts set title = 'Trưởng phòng', role = 'supervisor' where person_id = ${lan}`;
  await sql`update enrolments set invite_code = 'LAN23456' where learner_id = ${lan}`;
  await sql`update chats set address = ${home.chat}, bot = ${home.bot} where learner_id = ${lan}`;
  await sql`insert into chats (bot, address, learner_id, last_used_at, dialog) values
    (${second.bot}, ${second.chat}, ${lan}, ${monday}, '{"kind":"confirm_erase"}'), ('webchat:two', ${demo.chat}, ${lan}, ${monday}, null)`;
  await db.transaction((tx) => issueLinkCode(tx, lan, () => "777111", monday));
  await learn(db, lan, monday);
  await give(db, lan, await openedTurn(db, lan, monday), null, monday);
  await sql`update answers set chosen = '"chuyện riêng"'`;
  await sql`insert into roster_imports (cohort_id, at, units) values (${cohort}, ${monday}, '{}')`;
  await sql`insert into roster_changes (import_id, learner_id, kind, before, after)
    select id, ${lan}, 'changed', '{"name": "Lan Bí Mật", "email": "lan@example.vn", "posts": [{"title": "Trưởng phòng"}]}', 'x' from roster_imports`;
  await sql`insert into pauses (learner_id, from_day, to_day) values (${lan}, '2026-03-10', '2026-03-11')`;
  await sql`insert into webchat_messages (chat, from_bot, view, at) values
    (${demo.chat}, true, '{"text":"chào Lan Bí Mật"}', ${monday}), ('minh', true, '{"text":"chào Minh"}', ${monday})`;
  await says("1", "chuyện riêng");
  await says("1b", "chuyện riêng", second);
  for (const [index, state] of ["planned", "queued", "sending", "sent"].entries()) {
    await sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, inbox_id, state, body, platform_id, due_at, created_at)
      select 'reply', 0, bot, id, ${lan}, id + ${1000 * (index + 1)}, ${state}, '{"text":"chào Lan Bí Mật"}', 'tin-nhan-77', ${monday}, ${monday}
      from chats where learner_id = ${lan}`;
  }
});

/** An update of hers, stored and not yet handled; its key holds the chat, as one platform's does. */
const says = (key: string, text: string, chat = home): Promise<InboxId | null> =>
  database.db.transaction((tx) =>
    storeUpdate(tx, {
      bot: chat.bot,
      updateKey: `${chat.chat}:${key}`,
      chat: chat.chat,
      payload: { text },
      receivedAt: monday,
    }),
  );

/** She confirms in her chat, and the goodbye is written where it may be sent. */
const erase = (now = monday) =>
  database.db.transaction(async (tx) => {
    const [first] = await tx.execute<{ id: InboxId }>(sql`select min(id) as id from inbox where chat = ${home.chat}`);
    const update = await lockNext(tx, first!.id);
    const visitor = await visit(tx, home, now);
    const erased = await eraseLearner(tx, lan, lan, visitor.id, now);
    if (erased.kind !== "erased" || erased.goodbye === null) throw new Error(erased.kind);
    const message = { text: [bold("Đã xoá.")], buttons: [], typedHint: null };
    await insertReplies(tx, { ...erased.goodbye, learnerId: null }, update!.id, [message], now);
    await markDone(tx, update!.id, now);
    return erased.goodbye;
  });

/** Every place in the database that holds one of the traces: "table.column trace". */
async function found(): Promise<string[]> {
  const columns = await database.sql<{ t: string; c: string }[]>`
    select table_name as t, column_name as c from information_schema.columns where table_schema = 'public'`;
  const hits: string[] = [];
  for (const { t, c } of columns) {
    const { sql } = database;
    const rows = await sql<{ trace: string }[]>`
      select distinct trace from ${sql(t)} x, unnest(${traces}::text[]) trace where strpos(x.${sql(c)}::text, trace) > 0`;
    hits.push(...rows.map(({ trace }) => `${t}.${c} ${trace}`));
  }
  return hits.sort();
}

const settle = () => database.sql`update deliveries set state = 'sent' where state in ('planned', 'queued', 'sending')`;
const finish = (now = monday) => database.db.transaction((tx) => finishErasures(tx, now));

test("every trace is somewhere before, so that finding none afterwards says something", async () => {
  expect(new Set((await found()).map((hit) => hit.slice(hit.indexOf(" ") + 1)))).toEqual(new Set(traces));
});

describe("erasing", () => {
  test("leaves one trace until the goodbye has left, the chat it goes to, and then none", async () => {
    await erase();
    expect(await found()).toEqual([`chats.address ${home.chat}`]);
    expect(await finish()).toBe(0);
    await settle();
    expect(await finish()).toBe(1);
    expect(await found()).toEqual([]);
    expect(await database.sql`select 1 from deliveries where body is not null or platform_id is not null`).toEqual([]);
  });

  test("a goodbye that cannot leave is given up after a day", async () => {
    await erase();
    expect(await finish(addMinutes(monday, 24 * 60 + 1))).toBe(1);
    expect(await found()).toEqual([]);
  });

  test("empties the ending of a message that was on its way", async () => {
    await erase();
    await database.sql`update deliveries set state = 'sent', platform_id = 'tin-nhan-77' where state = 'sending'`;
    await settle();
    await finish();
    expect(await found()).toEqual([]);
  });

  test("keeps what counts: points, answers, completions and kept days, under an id that is nobody's", async () => {
    const counts = async () => {
      const [row] =
        await database.sql`select (select count(*) from answers) as answers, (select count(*) from attempts) as attempts,
        (select sum(points) from points_ledger) as points, (select count(*) from streak_days) as days,
        (select count(*) from people) as people, (select count(*) from deliveries) as deliveries`;
      return row;
    };
    const before = await counts();
    await erase();
    expect(await counts()).toEqual({ ...before, deliveries: before!.deliveries + 1 });
    expect(await database.db.transaction((tx) => showLearner(tx, lan, monday))).toMatchObject({
      state: "erased",
      fullName: null,
      role: "hoc_vien",
      points: 35,
      channels: [],
    });
  });

  test("withdraws what waits, leaves what is being sent alone, and touches nobody else", async () => {
    await database.sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, due_at, created_at)
      select 'lesson', 1, bot, id, learner_id, ${cohort}, '2026-03-02', ${monday}, ${monday} from chats where learner_id = ${minh}`;
    const goodbye = await erase();
    const states = await database.sql`select state, count(*) as n from deliveries
      where learner_id = ${lan} and chat_id <> ${goodbye.chatId} group by state order by state`;
    expect(states).toEqual([
      { state: "cancelled", n: 6 },
      { state: "sending", n: 3 },
      { state: "sent", n: 3 },
    ]);
    expect(await database.sql`select state from deliveries where learner_id = ${minh}`).toEqual([{ state: "planned" }]);
    expect(await database.sql`select chat from webchat_messages`).toEqual([{ chat: "minh" }]);
    expect(await database.db.transaction((tx) => showLearner(tx, minh, monday))).toMatchObject({ state: "active" });
  });

  test("an answer to somebody else that waits leaves without the name", async () => {
    await database.sql`update people set full_name = 'Lan "Bí" \\ Mật' where id = ${lan}`;
    const said = async () =>
      await database.sql`select body -> 'text' as text from deliveries where learner_id = ${minh} order by ordinal`;
    const [chat] = await database.sql`select id, bot from chats where learner_id = ${minh}`;
    const messages = ['Chưa học: Lan "Bí" \\ Mật, Minh', "Chưa học: Minh"].map((text) => ({
      ...{ text: [[{ text }]], buttons: [], typedHint: null },
    }));
    await insertReplies(
      database.db,
      { chatId: chat!.id, bot: chat!.bot, learnerId: minh },
      5 as InboxId,
      messages,
      monday,
    );
    await erase();
    expect(await said()).toEqual([
      { text: [[{ text: "Chưa học: …, Minh" }]] },
      { text: [[{ text: "Chưa học: Minh" }]] },
    ]);
  });

  test("is written in the audit by ids alone, once", async () => {
    await erase();
    const again = await database.db.transaction((tx) => eraseLearner(tx, lan, "operator", null, monday));
    expect(again).toEqual({ kind: "nobody" });
    expect(await database.sql`select actor, deed, subject, detail from audit`).toEqual([
      { actor: String(lan), deed: "erase", subject: `learner:${lan}`, detail: null },
    ]);
  });

  test("what was still waiting in her chats is not handled any more, and a repeat of it is still known", async () => {
    const id = await says("2", "chuyện riêng");
    await erase();
    expect(await database.db.transaction((tx) => lockNext(tx, id!))).toBeNull();
    expect(await says("2", "chuyện riêng")).toBeNull();
  });
});

test("whoever writes from the chat afterwards is a stranger, before the goodbye has left and after", async () => {
  const goodbye = await erase();
  const soon = await from(database.db, home, monday, async (_, visitor) => visitor);
  expect(soon).toMatchObject({ id: goodbye.chatId, learner: null, dialog: null });
  await settle();
  expect(await finish()).toBe(0);
  const later = await from(database.db, second, monday, async (_, visitor) => visitor);
  expect(later).toMatchObject({ learner: null });
});

test("someone who writes in one chat while they are erased in another is a stranger, and nothing hangs", async () => {
  for (let round = 0; round < 5; round++) {
    const [, visitor] = await Promise.all([
      database.db.transaction((tx) => eraseLearner(tx, lan, "operator", null, monday)),
      from(database.db, second, monday, async (_, v) => v),
    ]);
    const now = await from(database.db, second, monday, async (_, v) => v);
    expect(now.learner).toBeNull();
    expect([lan, null]).toContain(visitor.learnerId);
  }
});

test("my data holds everything about me and nothing about others", async () => {
  const data = await database.db.transaction((tx) => readMyData(tx, lan));
  const text = JSON.stringify(data);
  const inside = traces.filter((trace) => !["LAN23456", "777111", "lan bi mat", "tin-nhan-77"].includes(trace));
  expect(inside.filter((trace) => !text.includes(trace))).toEqual([]);
  expect(text).not.toContain("Người 2");
  expect(data).toMatchObject({
    person: { fullName: "Lan Bí Mật", pushTime: "20:00" },
    posts: [{ unit: "Đơn vị thử", role: "supervisor", main: true }],
    cohorts: [{ name: "Lớp thử", course: "khoa-thu", joinedDay: "2026-03-02" }],
    keptDays: [{ day: "2026-03-02", by: "lesson" }],
    pauses: [{ from: "2026-03-10", to: "2026-03-11" }],
    rosterBefore: [{ fullName: "Lan Bí Mật", email: "lan@example.vn", phone: null, titles: ["Trưởng phòng"] }],
  });
  expect(data!.attempts[0]!.answers).toHaveLength(3);
  expect(await database.db.transaction((tx) => readMyData(tx, 4711 as LearnerId))).toBeNull();
});
