import { beforeEach, describe, expect, test } from "vitest";
import { type BookOrder, type MadeBook, makeBook } from "#app/exporting/book.ts";
import { BookThread } from "#app/exporting/book-thread.ts";
import { type ExportDeps, makeExport } from "#app/exporting/export.ts";
import type { HandingOver } from "#channels/channel.ts";
import { connect } from "#db/connect.ts";
import { waitingExports } from "#db/records/exports.ts";
import { dropExpiredFiles, readFile, readNamedFile } from "#db/records/private-files.ts";
import type { CohortId, ExportId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import { addMinutes, type Clock, type Zone } from "#domain/time.ts";
import { eraseLearner } from "#learning/erase.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { peopleIn } from "../setup/workbook.ts";
import { cohort, ids, importText, join, monday, publish } from "../supervision/world.ts";

const zone = "Asia/Ho_Chi_Minh" as Zone;
const clock: Clock = { now: () => monday, fromWall: (instant) => instant };
let database: TestDatabase;
let first: CohortId;
let chief: LearnerId;
let rung: string[];
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  database = await freshDatabase();
  await publish(database.db);
  first = await cohort(database.db);
  await importText(database.db, "ho_ten,don_vi,vai_tro\nTrần Bình,Sở A,quan_ly\nLê Chi,Sở A / Phòng 1,\n", {
    cohort: first,
  });
  chief = (await ids(database.db))["Trần Bình"]!;
  await join(database.db, chief);
  rung = [];
  log = recordingLog();
  return () => database.end();
});

/** The chief asks for the cohort's workbook; the n-th time, since the program began. */
async function asks(nth = 1): Promise<ExportId> {
  const [row] = await database.sql`
    insert into exports (viewer_id, chat_id, inbox_id, scope_kind, scope_id, asked_at)
    select ${chief}, id, ${nth}, 'cohort', ${first}, ${monday} from chats where learner_id = ${chief} returning id`;
  return row!.id as ExportId;
}

const order = (given: Omit<BookOrder, "databaseUrl">): BookOrder => ({ ...given, databaseUrl: database.url });

function deps(changed: Partial<ExportDeps> = {}, way: HandingOver = { kind: "upload" }): ExportDeps {
  let names = 0;
  return {
    db: database.db,
    clock,
    zone,
    handingOver: () => way,
    make: (given) => makeBook(order(given)),
    secretName: () => `name-nobody-guesses-${++names}-${Math.random()}`,
    wake: async (bot) => void rung.push(bot),
    closing: new AbortController().signal,
    log,
    ...changed,
  };
}

const replies = async (): Promise<Message[]> =>
  (await database.sql`select body from deliveries where kind = 'reply' order by id`).map(({ body }) => body);
const states = async () => (await database.sql`select state from exports order by id`).map(({ state }) => state);
const files = async () => (await database.sql`select count(*)::int as n from private_files`)[0]!.n;

describe("a workbook that was asked for", () => {
  test("is made, kept for a quarter of an hour, told of once, and written down", async () => {
    const id = await asks();
    await makeExport(deps(), id);
    await makeExport(deps(), id);
    const [message, ...more] = await replies();
    expect(more).toEqual([]);
    expect(plainText(message!.text)).toContain("Báo cáo: Lớp 1");
    expect(plainText(message!.text)).toContain("Tính đến 09:00 ngày 02/03/2026.");
    const { file } = message!.document!;
    const kept = await readFile(database.db, file, monday);
    expect(await peopleIn(kept!.bytes)).toEqual(["Trần Bình", "Lê Chi"]);
    expect(await states()).toEqual(["done"]);
    expect(rung).toEqual(["telegram:1"]);
    // It yields to what others are answered, and to no lesson.
    expect(await database.sql`select lane, due_at < ${monday} as early from deliveries`).toEqual([
      { lane: 1, early: true },
    ]);
    const [unit] = await database.sql`select id from units where name = 'Sở A'`;
    expect(await database.sql`select actor, subject, detail from audit where deed = 'export'`).toEqual([
      { actor: String(chief), subject: `cohort:${first}`, detail: { units: [unit!.id] } },
    ]);
    await dropExpiredFiles(database.db, addMinutes(monday, 14));
    expect(await files()).toBe(1);
    expect(await readFile(database.db, file, addMinutes(monday, 15))).toBeNull();
    expect(await dropExpiredFiles(database.db, addMinutes(monday, 15))).toBe(1);
  });

  test("is told of by an address where the platform takes no files", async () => {
    await makeExport(deps({}, { kind: "link", base: "https://hocvu.example.org" }), await asks());
    const [message] = await replies();
    const [button] = message!.buttons.flat();
    if (button?.kind !== "link") throw new Error("no link");
    const name = /^https:\/\/hocvu\.example\.org\/files\/(.+)\.xlsx$/.exec(button.url)![1]!;
    expect(message).not.toHaveProperty("document");
    expect(plainText(message!.text)).toContain("15 phút");
    expect(await readNamedFile(database.db, name, monday)).toMatchObject({ kind: "xlsx" });
    await database.sql`update posts set role = 'learner' where person_id = ${chief}`;
    expect(await readNamedFile(database.db, name, monday)).toBeNull();
  });

  test("left by a process that died is made by the next, and told of once", async () => {
    const id = await asks();
    const dying = connect(database.url, { max: 1, applicationName: "dying" });
    let begun = () => {};
    const making = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = makeExport(
      deps({
        db: dying.db,
        make: async (given) => {
          const made = await makeBook(order(given));
          begun();
          await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`;
          return made;
        },
      }),
      id,
    ).catch(() => {});
    await making;
    await first;
    await dying.end();
    expect([await replies(), await files(), await states()]).toEqual([[], 0, ["waiting"]]);
    expect(await waitingExports(database.db, 10)).toEqual([id]);
    await makeExport(deps(), id);
    expect([(await replies()).length, await files(), await states()]).toEqual([1, 1, ["done"]]);
  });

  test("is made by one process, however many are told of it", async () => {
    const id = await asks();
    let made = 0;
    const make = async (given: Omit<BookOrder, "databaseUrl">) => {
      made++;
      return await makeBook(order(given));
    };
    await Promise.all([1, 2, 3, 4].map(() => makeExport(deps({ make }), id)));
    expect([made, (await replies()).length, await files()]).toEqual([1, 1, 1]);
  });

  test("that names somebody who is erased while it is made is not kept, and made anew without them", async () => {
    const id = await asks();
    const { "Lê Chi": chi } = await ids(database.db);
    const make = async (given: Omit<BookOrder, "databaseUrl">): Promise<MadeBook> => {
      const made = await makeBook(order(given));
      await database.db.transaction((tx) => eraseLearner(tx, chi!, "operator", null, monday));
      return made;
    };
    await makeExport(deps({ make }), id);
    expect([await replies(), await files(), await states()]).toEqual([[], 0, ["waiting"]]);
    await makeExport(deps(), id);
    const [message] = await replies();
    const kept = await readFile(database.db, message!.document!.file, monday);
    expect(await peopleIn(kept!.bytes)).toEqual(["Trần Bình"]);
  });

  test("that names somebody who is erased afterwards is gone with them", async () => {
    await makeExport(deps(), await asks());
    expect(await files()).toBe(1);
    const { "Lê Chi": chi } = await ids(database.db);
    await database.db.transaction((tx) => eraseLearner(tx, chi!, "operator", null, monday));
    expect(await files()).toBe(0);
  });

  test("tells of the units by the rights it was read with, whatever they were before and are after", async () => {
    await importText(database.db, "ho_ten,don_vi,vai_tro\nLê Chi,Sở A / Phòng 1,\nKhác,Sở B,\n", { cohort: first });
    const give = () => database.sql`
      insert into posts (person_id, unit_id, role, main) select ${chief}, id, 'supervisor', false from units where path = 'Sở B'`;
    const make = async (given: Omit<BookOrder, "databaseUrl">): Promise<MadeBook> => {
      await give();
      const made = await makeBook(order(given));
      await database.sql`delete from posts where person_id = ${chief} and not main`;
      return made;
    };
    await makeExport(deps({ make }), await asks());
    const [message] = await replies();
    const file = message!.document!.file;
    expect(await readFile(database.db, file, monday)).toBeNull();
    await give();
    expect(await peopleIn((await readFile(database.db, file, monday))!.bytes)).toContain("Khác");
  });

  test("is refused like what does not exist where the right was taken away meanwhile", async () => {
    const id = await asks();
    await database.sql`update posts set role = 'learner' where person_id = ${chief}`;
    await makeExport(deps(), id);
    expect((await replies()).map(({ text }) => plainText(text))).toEqual([
      expect.stringContaining("Không có lớp hoặc đơn vị nào như vậy"),
    ]);
    expect([await states(), await files()]).toEqual([["failed"], 0]);
  });

  test("is not made for a chat that was closed, or is somebody else's now", async () => {
    const id = await asks();
    await database.sql`update chats set state = 'blocked'`;
    await makeExport(deps(), id);
    expect([await replies(), await states(), await files()]).toEqual([[], ["failed"], 0]);
    await database.sql`update chats set state = 'active'`;
    const again = await asks(2);
    await database.sql`update chats set learner_id = null`;
    await makeExport(deps(), again);
    expect([await replies(), await states(), await files()]).toEqual([[], ["failed", "failed"], 0]);
  });

  test("left by a process that ends in order is no failure", async () => {
    const id = await asks();
    const make = () => Promise.reject(new Error("it ends"));
    for (let times = 0; times < 4; times++) await makeExport(deps({ make, closing: AbortSignal.abort() }), id);
    expect([await replies(), await states(), log.lines]).toEqual([[], ["waiting"], []]);
    await makeExport(deps(), id);
    expect(await states()).toEqual(["done"]);
  });

  test("that cannot be made is given up after three tries, and said to be; another can be asked for", async () => {
    const id = await asks();
    const broken = deps({ make: () => Promise.reject(new Error("out of memory")) });
    for (let tries = 0; tries < 2; tries++) await makeExport(broken, id);
    expect([await replies(), await states()]).toEqual([[], ["waiting"]]);
    await makeExport(broken, id);
    expect((await replies()).map(({ text }) => plainText(text))).toEqual([
      "Chưa làm được báo cáo: Lớp 1. Xin Anh/Chị gõ lại /xuat sau ít phút.",
    ]);
    expect(await states()).toEqual(["failed"]);
    expect(log.lines.map(({ facts }) => (facts as { tries: number }).tries)).toEqual([1, 2, 3]);
    await asks(2);
  });
});

describe("a thread", () => {
  test("makes the same workbooks beside the event loop, one after the other", async () => {
    await using thread = new BookThread();
    const scope = { kind: "cohort", id: first } as const;
    const given = { named: { scope, name: "Lớp 1" }, viewer: chief, now: monday, zone } as const;
    for (let times = 0; times < 2; times++) {
      const made = await thread.make(order(given));
      expect(await peopleIn(made.bytes!)).toEqual(["Trần Bình", "Lê Chi"]);
      expect(made.erased).toBe(0);
    }
  });

  test("makes one at a time, in the order in which they came, and says how many there are", async () => {
    await using thread = new BookThread();
    const given = { named: { scope: { kind: "own" }, name: "Sở A" }, viewer: chief, now: monday, zone } as const;
    const made: number[] = [];
    const orders = [0, 1, 2].map(async (nth) => {
      await thread.make(order(given));
      made.push(nth, thread.orders);
    });
    expect(thread.orders).toBe(3);
    await Promise.all(orders);
    expect(made).toEqual([0, 2, 1, 1, 2, 0]);
  });

  test("goes on to whoever is next after one that failed", async () => {
    await using thread = new BookThread();
    const given = { named: { scope: { kind: "own" }, name: "Sở A" }, viewer: chief, now: monday, zone } as const;
    const wrong = thread.make({ ...order(given), databaseUrl: database.url.replace(/\w+$/, "nowhere_at_all") });
    const right = thread.make(order(given));
    await expect(wrong).rejects.toThrow();
    expect((await right).bytes).not.toBeNull();
  });

  test("that fails says so, and the next is another one", async () => {
    await using thread = new BookThread();
    const given = { named: { scope: { kind: "own" }, name: "Sở A" }, viewer: chief, now: monday, zone } as const;
    const wrong = { ...given, databaseUrl: database.url.replace(/\w+$/, "nowhere_at_all") };
    await expect(thread.make(wrong)).rejects.toThrow();
    expect((await thread.make(order(given))).bytes).not.toBeNull();
  });

  test("that is closed while it works says so", async () => {
    const thread = new BookThread();
    const given = { named: { scope: { kind: "own" }, name: "Sở A" }, viewer: chief, now: monday, zone } as const;
    const making = expect(thread.make(order(given))).rejects.toThrow();
    await thread[Symbol.asyncDispose]();
    await making;
    await expect(thread.make(order(given))).rejects.toThrow();
  });
});
