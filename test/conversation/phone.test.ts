import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listUntold } from "#db/chats/phone-proposals.ts";
import { readMyData } from "#db/records/my-data.ts";
import { sweepOld } from "#db/records/retention.ts";
import type { LearnerId } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import { eraseLearner } from "#learning/erase.ts";
import { serveSample } from "../channels/samples.ts";
import { depart } from "../setup/departing.ts";
import { type AccountInWorld, accountIn } from "./account.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

const answer = expect.stringMatching(
  /^Cảm ơn Anh\/Chị\. Nếu số này có trong danh sách.*\nKhi có mã, Anh\/Chị gõ vào đây\./,
);
const phone = "0912345678";
const dayMs = 24 * 3_600_000;

let w: ChatWorld;
let account: AccountInWorld;

beforeEach(async () => {
  w = await chatWorld({
    asksPhone: (bot) => bot.startsWith("zalo-oa:"),
    platformOf: (bot) => (bot.startsWith("zalo-oa:") ? "Zalo OA" : "Telegram"),
  });
  account = accountIn(w);
});
afterEach(async () => {
  await account[Symbol.asyncDispose]();
  await w.database.end();
});

const later = (milliseconds: number) => {
  w.now = new Date(w.now.getTime() + milliseconds);
};

/** A phone number is given in a chat of the account, as the platform writes it. */
async function gives(chat: string, number: string) {
  later(1);
  const event = await account.fake.submitInfo(chat, { name: "x", phone: number });
  return account.does(chat, { ...event, timestamp: String(w.now.getTime()) });
}

/** Someone of the roster in the unit of this path, which is made with what lies above it. */
async function person(name: string, path: string, given: { phone?: string; role?: "learner" | "supervisor" } = {}) {
  const { learner, code } = await w.invite(name, `chờ ${name}`, given.role);
  const { db } = w.database;
  await db.execute(sql`update people set phone = ${given.phone ?? null} where id = ${learner}`);
  const steps = path.split("/").map((_, at, all) => all.slice(0, at + 1).join("/"));
  for (const [at, step] of steps.entries())
    await db.execute(sql`
      insert into units (name, name_key, parent_id, lineage, path)
      select ${step}, ${step}, (select id from units where path = ${steps[at - 1] ?? ""}), ${`new ${step}`}, ${step}
      where not exists (select 1 from units where path = ${step})`);
  await db.execute(sql`
    with recursive tree as (select id, id || '/' as lineage from units where parent_id is null
      union all select u.id, t.lineage || u.id || '/' from units u join tree t on t.id = u.parent_id)
    update units u set lineage = tree.lineage from tree where tree.id = u.id`);
  await db.execute(sql`
    update posts set unit_id = (select id from units where path = ${path}) where person_id = ${learner}`);
  return { learner, code };
}

async function joined(name: string, path: string, chat: string, given: Parameters<typeof person>[2] = {}) {
  const { learner, code } = await person(name, path, given);
  await w.types(chat, code);
  await w.taps(chat, "Đồng ý");
  return learner;
}

const told = async () =>
  w.database.sql<{ told: string }[]>`select told from phone_proposals order by id`.then((rows) =>
    rows.map((r) => r.told),
  );

/** Every column but the roster's own that holds the number, however it is written. */
async function traces(): Promise<string[]> {
  const { sql: query } = w.database;
  const columns = await query<{ t: string; c: string }[]>`
    select table_name as t, column_name as c from information_schema.columns where table_schema = 'public'`;
  const found = await Promise.all(
    columns.map(async ({ t, c }) => {
      const rows =
        await query`select 1 from ${query(t)} x where strpos(x.${query(c)}::text, ${phone.slice(1)}) > 0 limit 1`;
      return rows.length > 0 ? [`${t}.${c}`] : [];
    }),
  );
  return found.flat().filter((column) => column !== "people.phone");
}

/** A week and a moment. */
const weekLater = (now: Date) => new Date(now.getTime() + 7 * 24 * 3_600_000 + 1);

describe("whoever gives a phone number reads the same", () => {
  test("whether it is nobody's, somebody's or several people's, or no number at all", async () => {
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    await joined("Nguyễn Thị Lan", "A", "lan", { phone });
    await person("Trần Văn Bình", "A", { phone: "0987000001" });
    for (const name of ["Lê Hoa", "Lê Hòa"]) await person(name, "A", { phone: "0987000002" });
    const numbers = ["84912345678", "84987000001", "84987000002", "84999999999", "+84 912 345 678", "x", ""];
    for (const [at, number] of numbers.entries()) expect(await gives(`c${at}`, number)).toEqual([answer]);
    expect(await told()).toEqual(["person", "supervisors"]);
  });
});

describe("the number of one person", () => {
  test("who is reached elsewhere brings them a code there, which joins the account's chat to them", async () => {
    const lan = await joined("Nguyễn Thị Lan", "A", "lan", { phone });
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    const [before, boss] = [await w.replies("lan"), await w.replies("boss")];
    expect(await gives("oa", "84912345678")).toEqual([answer]);
    const [message, ...more] = (await w.replies("lan")).slice(before.length);
    expect(more).toEqual([]);
    const text = plainText(message!.text);
    expect(text).toMatch(/^Có người vừa cho số điện thoại của Anh\/Chị trên Zalo OA.*Nếu không phải, Anh\/Chị bỏ qua/s);
    expect(await w.replies("boss")).toEqual(boss);
    const code = /^\d{6}$/m.exec(text)![0];
    expect(await account.says("oa", code)).toEqual([expect.stringMatching(/^Đã kết nối\. Chào Anh\/Chị Lan/)]);
    const [chat] = await w.database.sql`select learner_id from chats where address = 'oa'`;
    expect(chat).toEqual({ learner_id: lan });
  });

  test("brings a code that is good for ten minutes, once, and nothing after them", async () => {
    await joined("Nguyễn Thị Lan", "A", "lan", { phone });
    await gives("oa", "0912345678");
    const [row] = await w.database.sql<{ minutes: number; code: string }[]>`
      select extract(epoch from expires_at - due_at)::int / 60 as minutes, (select code from link_codes) as code
      from deliveries where ordinal > 2000`;
    expect(row!.minutes).toBe(10);
    later(10 * 60_000);
    expect(await account.says("oa", row!.code)).toEqual([expect.stringMatching(/chưa dùng được/)]);
  });

  test("who has not joined brings their unit's supervisor name, unit and invite, and the chat none of it", async () => {
    await joined("Chủ tịch", "A", "top", { role: "supervisor" });
    await joined("Trưởng phòng", "A/B", "boss", { role: "supervisor" });
    await joined("Phó phòng", "A/B", "deputy", { role: "supervisor" });
    await joined("Trưởng phòng khác", "A/C", "other", { role: "supervisor" });
    const { code } = await person("Nguyễn Thị Lan", "A/B", { phone });
    const before = {
      top: await w.replies("top"),
      other: await w.replies("other"),
      boss: (await w.replies("boss")).length,
    };
    expect(await gives("oa", "84912345678")).toEqual([answer]);
    for (const chat of ["boss", "deputy"]) {
      const message = JSON.stringify((await w.replies(chat)).at(-1));
      for (const part of ["Nguyễn Thị Lan", "A/B", code]) expect(message).toContain(part);
      expect(message).not.toContain(phone.slice(1));
    }
    expect(await w.replies("boss")).toHaveLength(before.boss + 1);
    expect([await w.replies("top"), await w.replies("other")]).toEqual([before.top, before.other]);
    const said = JSON.stringify(await w.replies("oa"));
    for (const part of ["Lan", code]) expect(said).not.toContain(part);
    expect(await account.says("oa", code)).toEqual([expect.stringMatching(/^Chào Anh\/Chị Lan/)]);
  });

  test("goes up to the nearest level where somebody has agreed and can be written to", async () => {
    await joined("Chủ tịch", "A", "top", { role: "supervisor" });
    await person("Chưa tham gia", "A/B", { role: "supervisor" });
    await joined("Đã chặn", "A/B", "blocked", { role: "supervisor" });
    await w.database.sql`update chats set state = 'blocked' where address = 'blocked'`;
    await person("Nguyễn Thị Lan", "A/B", { phone, role: "supervisor" }); // not themselves
    await gives("oa", "84912345678");
    expect(JSON.stringify((await w.replies("top")).at(-1))).toContain("Nguyễn Thị Lan");
    expect(JSON.stringify(await w.replies("blocked"))).not.toContain("Nguyễn Thị Lan");
  });

  test("waits for the end of the quiet hours before a supervisor is written to", async () => {
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    await person("Nguyễn Thị Lan", "A", { phone });
    w.now = new Date("2026-03-02T16:00:00Z"); // 23:00
    await gives("oa", "84912345678");
    const rows = await w.database.sql<{ due: Date; until: Date }[]>`
      select due_at as due, expires_at as until from deliveries where ordinal > 2000`;
    expect(rows).toEqual([{ due: new Date("2026-03-02T23:30:00Z"), until: new Date("2026-03-03T14:30:00Z") }]);
  });

  test("names to each supervisor the unit of theirs, and no other that the person is in", async () => {
    await joined("Trưởng phòng", "A/B", "boss", { role: "supervisor" });
    await joined("Trưởng phòng khác", "A/C", "other", { role: "supervisor" });
    const { learner } = await person("Nguyễn Thị Lan", "A/B", { phone });
    await w.database.sql`
      insert into posts (person_id, unit_id, role, main) select ${learner}, id, 'learner', false from units where path = 'A/C'`;
    await gives("oa", "84912345678");
    const read = async (chat: string) => JSON.stringify((await w.replies(chat)).at(-1));
    expect(await read("boss")).toMatch(/^(?!.*A\/C).*Nguyễn Thị Lan \(A\/B\)/);
    expect(await read("other")).toMatch(/^(?!.*A\/B).*Nguyễn Thị Lan \(A\/C\)/);
  });

  test("does not leave in the morning for whose right was taken away at night", async () => {
    const boss = await joined("Trưởng phòng", "A/B", "boss", { role: "supervisor" });
    await joined("Phó phòng", "A/B", "deputy", { role: "supervisor" });
    await person("Nguyễn Thị Lan", "A/B", { phone });
    w.now = new Date("2026-03-02T16:00:00Z"); // 23:00
    await gives("oa", "84912345678");
    await w.database.sql`update posts set role = 'learner' where person_id = ${boss}`;
    const sent = await depart(w.database.url, new Date("2026-03-03T01:00:00Z"));
    expect(sent.filter(({ text }) => text.includes("Nguyễn Thị Lan")).map(({ chat }) => chat)).toEqual(["deputy"]);
    const rows = await w.database.sql`
      select state, reason, body from deliveries where ordinal > 2000 and learner_id = ${boss}`;
    expect(rows).toEqual([{ state: "cancelled", reason: "no right", body: null }]);
  });

  test("is on record for the operator where nobody can be told, until they are reached or a week is over", async () => {
    const { learner, code } = await person("Nguyễn Thị Lan", "A", { phone });
    expect(await gives("oa", "84912345678")).toEqual([answer]);
    expect(await listUntold(w.database.db)).toEqual([{ learnerId: learner, at: w.now }]);
    await w.types("lan", code);
    expect(await listUntold(w.database.db)).toEqual([]);
    await sweepOld(w.database.db, weekLater(w.now));
    expect(await told()).toEqual([]);
  });
});

test("on the phone: greeting and card, one thank-you, and the code that came elsewhere", async () => {
  await using server = await serveSample();
  await using here = accountIn(w, server.url);
  const lan = await joined("Nguyễn Thị Lan", "A", "lan", { phone });
  await here.does("oa", await here.fake.follow("oa"));
  const [greeting, card, ...more] = await here.delivers("oa");
  expect(more).toEqual([]);
  expect(greeting).toMatchObject({ text: expect.stringMatching(/^Chào Anh\/Chị/), quotaType: "welcome_msg" });
  expect(card).toMatchObject({
    card: true,
    text: expect.stringContaining("gửi số điện thoại"),
    quotaType: "welcome_msg",
  });
  await here.does("oa", await here.fake.clickChatNow("oa"));
  expect(await here.delivers("oa")).toEqual([]);
  await here.does("oa", await here.fake.submitInfo("oa", { name: "Lan", phone: "84912345678" }));
  expect(await here.delivers("oa")).toMatchObject([{ text: expect.stringMatching(/^Cảm ơn/), quotaType: "reply" }]);
  const code = /\d{6}/.exec(plainText((await w.replies("lan")).at(-1)!.text))![0];
  await here.says("oa", code);
  expect(await here.delivers("oa")).toMatchObject([{ text: expect.stringMatching(/^Đã kết nối/) }]);
  const chats = await w.database.sql`select address from chats where learner_id = ${lan} order by address`;
  expect(chats).toEqual([{ address: "lan" }, { address: "oa" }]);
});

describe("a flood", () => {
  test("of one number tells its person once a day, from however many chats", async () => {
    await joined("Nguyễn Thị Lan", "A", "lan", { phone });
    const before = (await w.replies("lan")).length;
    await Promise.all(["c1", "c2", "c3", "c4"].map((chat) => gives(chat, "84912345678")));
    expect(await w.replies("lan")).toHaveLength(before + 1);
    later(dayMs);
    await gives("c1", "84912345678");
    expect(await w.replies("lan")).toHaveLength(before + 2);
  });

  test("of numbers from one chat tells of three a day", async () => {
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    for (const at of [1, 2, 3, 4, 5]) await person(`Người ${at}`, "A", { phone: `091200000${at}` });
    const before = (await w.replies("boss")).length;
    for (const at of [1, 2, 3, 4, 5]) expect(await gives("oa", `8491200000${at}`)).toEqual([answer]);
    expect(await w.replies("boss")).toHaveLength(before + 3);
    later(dayMs);
    await gives("oa", "84912000005");
    expect(await w.replies("boss")).toHaveLength(before + 4);
  });

  test("of the same event proposes once", async () => {
    await joined("Nguyễn Thị Lan", "A", "lan", { phone });
    const event = await account.fake.submitInfo("oa", { name: "Lan", phone: "84912345678" });
    expect(await account.does("oa", event)).toEqual([answer]);
    expect(await account.does("oa", event)).toEqual([]);
    expect(await told()).toEqual(["person"]);
  });
});

describe("nothing is kept of it", () => {
  test("but who was told: the number itself goes with the update by which it came", async () => {
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    await person("Nguyễn Thị Lan", "A", { phone });
    await gives("oa", "84912345678");
    expect(await traces()).toEqual(["inbox.payload"]);
    expect(JSON.stringify(w.log.lines)).not.toContain(phone.slice(1));
    await sweepOld(w.database.db, weekLater(w.now));
    expect(await traces()).toEqual([]);
  });

  test("of whoever is erased: what supervisors were to be told of them is taken back", async () => {
    await joined("Trưởng phòng", "A", "boss", { role: "supervisor" });
    const { learner } = await person("Nguyễn Thị Lan", "A", { phone });
    await gives("oa", "84912345678");
    expect((await ofMine(learner))?.phoneProposals).toEqual([{ at: expect.any(String), told: "supervisors" }]);
    await w.database.db.transaction((tx) => eraseLearner(tx, learner, "operator", null, w.now));
    expect(await told()).toEqual([]);
    const rows = await w.database.sql`select state, body from deliveries where ordinal > 2000`;
    expect(rows).toEqual([{ state: "cancelled", body: null }]);
  });
});

const ofMine = (learner: LearnerId) => w.database.db.transaction((tx) => readMyData(tx, learner));
