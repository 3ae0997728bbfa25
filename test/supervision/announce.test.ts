import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "#db/units/scope.ts";
import { planDay } from "#delivery/plan.ts";
import type { CohortId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import { announce, outcomeOf, reachOf } from "#supervision/announce.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { type Departed, depart } from "../setup/departing.ts";
import { cohort, ids, importText, join, monday, publish } from "./world.ts";

const bot = "webchat:demo";
let database: TestDatabase;
let first: CohortId;
let known: Record<string, LearnerId>;
let units: Record<string, UnitId>;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, lanes, audit restart identity cascade`;
  first = await cohort(database.db);
  const people = [
    "Đông,Xã A,quan_ly",
    "An,Xã A / Thôn 1,",
    "Ăn,Xã A / Thôn 1,",
    "Bình,Xã A / Thôn 2,",
    "Cúc,Xã A / Thôn 2,",
    "Ngoài,Xã B,quan_ly",
  ];
  await importText(database.db, `ho_ten,don_vi,vai_tro\n${people.join("\n")}`, { cohort: first });
  known = await ids(database.db);
  for (const name of ["Đông", "An", "Ăn", "Bình", "Ngoài"]) await join(database.db, known[name]!, bot);
  const rows = await database.sql<{ id: UnitId; name: string }[]>`select id, name from units`;
  units = Object.fromEntries(rows.map(({ id, name }) => [name, id]));
});

const hours = (count: number) => new Date(monday.getTime() + count * 3_600_000);
const free = { quotaOf: () => null, zone: "Asia/Ho_Chi_Minh" as Zone };
const own: Scope = { kind: "own" };
const say = (scope: Scope = own, sender = known.Đông!, now = monday) =>
  database.db.transaction((tx) => announce(tx, { scope, text: "Mai họp.\nMang sổ." }, sender, free, now));
const outcome = (sender = known.Đông!, now = hours(1), number = 1) =>
  database.db.transaction((tx) => outcomeOf(tx, number, sender, 20, now));
const rows = async () => [
  ...(await database.sql<{ name: string; state: string; reason: string | null }[]>`
    select coalesce(p.full_name, '-') as name, d.state, d.reason from deliveries d join people p on p.id = d.learner_id
    where d.kind = 'announcement' order by d.learner_id`),
];
const who = async () => (await rows()).map(({ name }) => name).sort();
const to = (sent: readonly Departed[]) =>
  sent
    .filter(({ text }) => text.startsWith("Thông báo"))
    .map(({ chat }) => Object.entries(known).find(([, id]) => String(id) === chat)?.[0])
    .sort();

test("what it was for has no name once the sender may see it no more, whatever it is called since", async () => {
  await database.sql`insert into posts (person_id, unit_id, role, main) values (${known.Ngoài!}, ${units["Thôn 1"]!}, 'supervisor', false)`;
  await say({ kind: "unit", id: units["Thôn 1"]! }, known.Ngoài!);
  expect(await outcome(known.Ngoài!)).toMatchObject({ scope: "Xã A / Thôn 1", toAll: false });
  await database.sql`delete from posts where person_id = ${known.Ngoài!} and unit_id = ${units["Thôn 1"]!}`;
  await database.sql`update units set path = 'Xã A / Thôn mật' where id = ${units["Thôn 1"]!}`;
  expect(await outcome(known.Ngoài!)).toMatchObject({ scope: null, toAll: false });
  await say(own, known.Ngoài!);
  expect(await outcome(known.Ngoài!, hours(1), 2)).toBeNull();
});

describe("an announcement", () => {
  test("is planned once for everybody of the scope whom the sender may see, and says why not for the others", async () => {
    await database.sql`update chats set state = 'blocked' where learner_id = ${known.Bình!}`;
    expect(await say()).toMatchObject({ kind: "announced", number: 1, planned: 2, waits: false });
    expect(await who()).toEqual(["An", "Ăn"].sort());
    expect(
      await database.sql`select p.full_name, m.reason from announcement_misses m join people p on p.id = m.learner_id order by 1`,
    ).toEqual([
      { full_name: "Bình", reason: "no_chat" },
      { full_name: "Cúc", reason: "not_joined" },
    ]);
  });

  test.each([
    ["a unit and what lies below", () => ({ kind: "unit", id: units["Thôn 1"]! }), ["An", "Ăn"]],
    ["a cohort, as far as it is the sender's", () => ({ kind: "cohort", id: first }), ["An", "Bình", "Ăn"]],
  ] as [string, () => Scope, string[]][])("goes to %s", async (_, scope, names) => {
    await say(scope());
    expect(await who()).toEqual(names.sort());
  });

  test("reaches nobody outside the sender's units, and is not sent without a right or to nobody", async () => {
    expect(await say({ kind: "unit", id: units["Xã B"]! })).toEqual({ kind: "nobody" });
    expect(await say(own, known.An!)).toEqual({ kind: "no_right" });
    expect(await say(own, known.Ngoài!)).toEqual({ kind: "nobody" }); // the only one there is the sender
    expect(await database.sql`select 1 from announcements`).toHaveLength(0);
  });

  test("reaches who holds two posts once, and who pauses too", async () => {
    await database.sql`insert into posts (person_id, unit_id, role, main) values (${known.An!}, ${units["Thôn 2"]!}, 'learner', false)`;
    await database.sql`insert into pauses (learner_id, from_day, to_day) values (${known.An!}, '2026-03-01', '2026-03-09')`;
    await say();
    expect((await who()).filter((name) => name === "An")).toHaveLength(1);
    expect(to(await depart(database.url, hours(1)))).toContain("An");
  });

  test("is at most five a day of a supervisor's, by the zone's day", async () => {
    for (let nth = 0; nth < 5; nth++) expect(await say()).toMatchObject({ kind: "announced" });
    expect(await say()).toEqual({ kind: "enough" });
    expect(await say(own, known.Đông!, hours(14.9))).toEqual({ kind: "enough" });
    expect(await say(own, known.Đông!, hours(15))).toMatchObject({ kind: "announced" });
  });

  test("stands in the audit as numbers alone", async () => {
    await say({ kind: "unit", id: units["Thôn 2"]! });
    expect(await database.sql`select actor, deed, subject, detail from audit where deed = 'announce'`).toEqual([
      {
        actor: String(known.Đông),
        deed: "announce",
        subject: "announcement:1",
        detail: { scope: "unit", of: units["Thôn 2"], planned: 1, missed: 1 },
      },
    ]);
  });

  test("costs a counted bot's month, and leaves out who has a bot with little left", async () => {
    await database.sql`insert into lanes (bot, month, month_sent) values (${bot}, '2026-03', 70)`;
    const reach = (quota: number) =>
      database.db.transaction((tx) => reachOf(tx, own, known.Đông!, () => quota, monday));
    expect(await reach(100)).toEqual({
      people: 4,
      reached: 3,
      notJoined: 1,
      noChat: 0,
      scarce: 0,
      ...{ silent: 0, dear: 0, paid: 0, vnd: 0 },
      costs: [{ bot, messages: 3, sent: 70, quota: 100 }],
    });
    expect(await reach(80)).toMatchObject({ reached: 0, scarce: 3, costs: [] });
    await database.sql`update lanes set month = '2026-02'`;
    expect(await reach(80)).toMatchObject({ reached: 3, costs: [{ sent: 0 }] });
  });
});

describe("on an Official Account", () => {
  const account = "zalo-oa:1";
  /** The account's lane, and who turned to it so many hours ago. */
  async function silent(lane: { budget: number; spent?: number; allowance?: number }, people: Record<string, number>) {
    const { allowance = null, budget, spent = 0 } = lane;
    await database.sql`insert into lanes (bot, budget_vnd, spent_month, spent_vnd, allowance_left, allowance_until)
      values (${account}, ${budget}, '2026-03', ${spent}, ${allowance}, ${hours(100)})`;
    for (const [name, ago] of Object.entries(people)) {
      await database.sql`update chats set bot = ${account} where learner_id = ${known[name]!}`;
      await database.sql`insert into silences (chat_id, last_interaction)
        select id, ${hours(-ago)} from chats where learner_id = ${known[name]!}`;
    }
  }
  const reach = (now = monday) => database.db.transaction((tx) => reachOf(tx, own, known.Đông!, () => null, now));

  test("says before it is sent who is told for nothing, who for money, and who cannot be told now", async () => {
    await silent({ budget: 1000 }, { An: 10, Ăn: 60, Bình: 170 });
    expect(await reach()).toEqual({
      ...{ people: 4, notJoined: 1, noChat: 0, scarce: 0, costs: [] },
      ...{ reached: 2, silent: 1, dear: 0, paid: 1, vnd: 55 },
    });
    expect(await say()).toMatchObject({ kind: "announced", planned: 2 });
    expect(await database.sql`select m.reason from announcement_misses m where learner_id = ${known.Bình!}`).toEqual([
      { reason: "window" },
    ]);
  });

  test("reaches as many as the month's money, and the package's messages go first", async () => {
    await silent({ budget: 1000, spent: 1000 - 60 }, { An: 60, Ăn: 60, Bình: 60 });
    expect(await reach()).toMatchObject({ reached: 1, dear: 2, paid: 1, vnd: 55 });
    await database.sql`update lanes set allowance_left = 1, allowance_until = ${hours(100)}`;
    expect(await reach()).toMatchObject({ reached: 2, dear: 1, paid: 2, vnd: 55 });
    await database.sql`update lanes set budget_vnd = 0`;
    expect(await reach()).toMatchObject({ reached: 1, dear: 2, paid: 1, vnd: 0 });
    await database.sql`update lanes set allowance_left = 0`;
    expect(await say()).toEqual({ kind: "nobody" });
  });

  test("goes by another app of theirs where that costs nothing, though it was not used last", async () => {
    await silent({ budget: 1000 }, { An: 60, Bình: 170 });
    for (const name of ["An", "Bình"])
      await database.sql`insert into chats (bot, address, learner_id, last_used_at)
        values (${bot}, ${`2${name}`}, ${known[name]!}, ${hours(-500)})`;
    expect(await reach()).toMatchObject({ reached: 3, silent: 0, paid: 0 });
    await say();
    expect(await database.sql`select distinct bot from deliveries`).toEqual([{ bot }]);
  });

  test("of the night counts by the morning, when it leaves", async () => {
    await silent({ budget: 1000 }, { An: 28 }); // 41 hours that evening, 49 when it leaves
    expect(await reach()).toMatchObject({ reached: 3, paid: 0 });
    expect(await reach(hours(13.5))).toMatchObject({ reached: 3, paid: 1, vnd: 55 }); // 22:30
  });
});

describe("an announcement leaves", () => {
  test("signed by who sent it, once to each", async () => {
    await say();
    const sent = await depart(database.url, hours(1));
    expect(to(sent)).toEqual(["An", "Bình", "Ăn"].sort());
    expect(sent[0]!.text).toBe("Thông báo của Xã A\n\nMai họp.\nMang sổ.\n\nĐông, Xã A");
    expect(to(await depart(database.url, hours(2)))).toEqual([]);
    expect(await outcome()).toMatchObject({ scope: null, sent: 3, waiting: 0, failed: 1 });
  });

  test("in the morning when it was sent in the quiet hours", async () => {
    expect(await say(own, known.Đông!, hours(13))).toMatchObject({ waits: true });
    expect(to(await depart(database.url, hours(13.1)))).toEqual([]);
    expect(await outcome(known.Đông!, hours(13.1))).toMatchObject({ sent: 0, waiting: 3, failed: 1 });
    const morning = new Date("2026-03-02T23:30:00Z");
    expect(to(await depart(database.url, morning))).toHaveLength(3);
  });

  test("the next day when its hours were over, for three days", async () => {
    const none = async (now: Date, state: string) => {
      await planDay(database.db, now);
      expect(new Set((await rows()).map((row) => row.state))).toEqual(new Set([state]));
    };
    await say();
    const expire = () =>
      database.sql`update deliveries set state = 'cancelled', reason = 'expired' where kind = 'announcement'`;
    await expire();
    expect(await outcome(known.Đông!, hours(14))).toMatchObject({ waiting: 3, failed: 1 });
    await none(hours(14), "cancelled"); // 23:00
    await none(hours(22), "planned"); // 07:00
    await expire();
    await none(hours(73), "cancelled");
    expect(await outcome(known.Đông!, hours(73))).toMatchObject({ waiting: 0, failed: 4 });
  });

  test("not to whom the sender may not see any more, nor at all once the right is gone", async () => {
    await say();
    await database.sql`update posts set unit_id = ${units["Xã B"]!} where person_id = ${known.An!}`;
    await database.sql`update enrolments set left_at = ${monday} where learner_id = ${known.Bình!}`;
    expect(to(await depart(database.url, hours(1)))).toEqual(["Ăn"]);
    expect((await rows()).filter(({ reason }) => reason === "no right").map(({ name }) => name)).toEqual([
      "An",
      "Bình",
    ]);
    await say();
    await database.sql`update posts set role = 'learner'`;
    expect(to(await depart(database.url, hours(1)))).toEqual([]);
  });

  test("not to who left the cohort or the unit it was for", async () => {
    await say({ kind: "unit", id: units["Thôn 1"]! });
    await say({ kind: "cohort", id: first });
    await database.sql`update posts set unit_id = ${units["Thôn 2"]!} where person_id = ${known.An!}`;
    const second = await cohort(database.db, "Lớp 2", 9);
    await database.sql`update enrolments set cohort_id = ${second} where learner_id = ${known.Ăn!}`;
    expect(to(await depart(database.url, hours(1)))).toEqual(["An", "Bình", "Ăn"].sort()); // An of the cohort, Ăn of the unit
  });

  test("not when its sender was erased, whose words are gone", async () => {
    await say();
    await database.db.transaction((tx) => eraseLearner(tx, known.Đông!, "operator", null, monday));
    expect(to(await depart(database.url, hours(1)))).toEqual([]);
    expect(await database.sql`select text from announcements`).toEqual([{ text: null }]);
    expect(new Set((await rows()).map(({ reason }) => reason))).toEqual(new Set(["no right"]));
  });

  test("not when little is left of the month's messages", async () => {
    await database.sql`insert into lanes (bot, month, month_sent) values (${bot}, '2026-03', 80)`;
    await say();
    expect(to(await depart(database.url, hours(1), 100))).toEqual([]);
    expect(await outcome()).toMatchObject({
      sent: 0,
      failed: 4,
      reasons: [
        { reason: "quota", people: 3 },
        { reason: "not_joined", people: 1 },
      ],
    });
  });
});

describe("what came of an announcement", () => {
  test("is told by reason and name, to its sender alone and of whom they may still see", async () => {
    await say();
    await database.sql`update deliveries set state = 'failed' where learner_id = ${known.An!}`;
    await database.sql`update deliveries set state = 'unknown', unknowns = 2, reason = 'unknown twice' where learner_id = ${known.Ăn!}`;
    await database.sql`update deliveries set state = 'cancelled', reason = 'gone' where learner_id = ${known.Bình!}`;
    const told = await outcome();
    expect(told!.missed.map(({ fullName, reason }) => `${fullName} ${reason}`)).toEqual([
      "An refused",
      "Ăn unknown",
      "Bình gone",
      "Cúc not_joined",
    ]);
    await database.sql`update posts set unit_id = ${units["Xã B"]!} where person_id = ${known.Bình!}`;
    expect((await outcome())!.missed.map(({ fullName }) => fullName)).toEqual(["An", "Ăn", "Cúc"]);
    expect(await outcome(known.Ngoài!)).toBeNull();
    expect(await outcome(known.Đông!, hours(1), 99)).toBeNull();
  });
});
