import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mostOrders } from "#app/exporting/board-books.ts";
import type { MadeBook } from "#app/exporting/book.ts";
import { BookThread } from "#app/exporting/book-thread.ts";
import { addMinutes } from "#domain/time.ts";
import { openServer } from "#http/server.ts";
import { eraseLearner } from "#learning/erase.ts";
import { peopleIn, unitsIn } from "../setup/workbook.ts";
import { type BoardWorld, type Browser, boardWorld } from "./board.ts";
import { nothing } from "./sample.ts";

let world: BoardWorld;
let secretary: Browser;
beforeEach(async () => {
  world = await boardWorld();
  secretary = await world.enter("Ân");
});
afterEach(() => world[Symbol.asyncDispose]());

async function orders(browser: Browser, scope = "") {
  const ma = await browser.token("/dashboard");
  return await browser.post("/dashboard/xuat", { ma, "pham-vi": scope, dang: "xlsx" });
}

const fileAt = (body: string): string => /href="(\/dashboard\/tep\/\d+)"/.exec(body)![1]!;
const unknown = () => secretary.get("/dashboard/tep/999999");
const said = ({ statusCode, body }: { statusCode: number; body: string }) => ({ statusCode, body });
const deeds = () => world.database.sql`select actor, subject, detail from audit where deed = 'export' order by id`;
const files = async () => (await world.database.sql`select count(*)::int as n from private_files`)[0]!.n;
const lose = (unit: string) =>
  world.database
    .sql`update posts set role = 'learner' where person_id = ${world.people.Ân!} and unit_id = ${world.units[unit]!}`;
const alsoSupervises = (unit: string) =>
  world.database
    .sql`insert into posts (person_id, unit_id, role, main) values (${world.people.Ân!}, ${world.units[unit]!}, 'supervisor', false)`;

/** Workbooks that are being made, each until it is let go. */
function held() {
  const begun: (() => void)[] = [];
  const { makes } = world;
  world.makes = async (order) => {
    await new Promise<void>((resolve) => begun.push(resolve));
    return await makes(order);
  };
  return {
    begun,
    begins: (count: number) => expect.poll(() => begun.length).toBe(count),
    letGo: () => {
      for (const resolve of begun.splice(0)) resolve();
    },
  };
}

describe("a workbook from the dashboard", () => {
  test.each(["", "don-vi", "lop"])("tells of what its person may see, and of nothing else (%s)", async (kind) => {
    const unit = world.units["Tỉnh / Xã A"]!;
    const scope = { "": "", "don-vi": `don-vi:${unit}`, lop: `lop:${world.cohort}` }[kind]!;
    await using thread = new BookThread();
    world.makes = (order) => thread.make({ ...order, databaseUrl: world.database.url });
    const page = await orders(secretary, scope);
    expect(page.statusCode).toBe(200);
    const file = await secretary.get(fileAt(page.body));
    expect(file.statusCode).toBe(200);
    expect(file.headers).toMatchObject({
      "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "content-disposition": 'attachment; filename="bao-cao-hoc-vu-2026-03-02.xlsx"',
      "cache-control": "no-store",
    });
    expect((await peopleIn(file.rawPayload)).sort()).toEqual(["An", "Ánh", "Ân"].sort());
    expect(await unitsIn(file.rawPayload)).toEqual(["Tỉnh / Xã A", "Tỉnh / Xã A / Thôn 1"]);
    // As in a chat: all of the only unit is that unit.
    const subject = kind === "lop" ? `cohort:${world.cohort}` : `unit:${unit}`;
    expect(await deeds()).toEqual([{ actor: String(world.people.Ân), subject, detail: { units: [unit] } }]);
  });

  test("can be fetched again for a quarter of an hour, from the page it was asked for on, too", async () => {
    const address = fileAt((await orders(secretary)).body);
    const first = await secretary.get(address);
    const { body } = await secretary.get("/dashboard/xuat");
    expect(fileAt(body)).toBe(address);
    expect(body).toMatch(/Tệp Excel, \d+ KB, tải được đến 09:15/);
    world.now = addMinutes(world.now, 14);
    expect((await secretary.get(address)).rawPayload).toEqual(first.rawPayload);
    world.now = addMinutes(world.now, 1);
    expect(said(await secretary.get(address))).toEqual(said(await unknown()));
    expect((await secretary.get("/dashboard/xuat")).body).not.toContain("/dashboard/tep/");
  });

  test("is its person's alone, whoever knows the address and however much they may see", async () => {
    const address = fileAt((await orders(secretary)).body);
    const chair = await world.enter("Chủ tịch");
    expect(said(await chair.get(address))).toEqual(said(await chair.get("/dashboard/tep/999999")));
    for (const odd of ["0", "-1", "x", "1e3", "9".repeat(30), `${address.split("/").at(-1)}.xlsx`])
      expect(said(await secretary.get(`/dashboard/tep/${odd}`))).toEqual(said(await unknown()));
    const stranger = world.stranger();
    expect(said(await stranger.get(address))).toEqual(said(await stranger.get("/dashboard/tep/999999")));
    expect((await stranger.get(address)).statusCode).toBe(401);
  });

  test("is gone with a part of what it tells of, and there again with it", async () => {
    await alsoSupervises("Huyện");
    const address = fileAt((await orders(secretary)).body);
    expect(await peopleIn((await secretary.get(address)).rawPayload)).toContain("Người lạ");
    await lose("Huyện");
    expect(said(await secretary.get(address))).toEqual(said(await unknown()));
    expect((await secretary.get("/dashboard/xuat")).body).not.toContain("/dashboard/tep/");
    await world.database.sql`update posts set role = 'supervisor' where person_id = ${world.people.Ân!}`;
    expect((await secretary.get(address)).statusCode).toBe(200);
  });

  test("whose right was taken away while it was made is refused like what does not exist", async () => {
    await alsoSupervises("Huyện");
    const { makes } = world;
    world.makes = async (order) => {
      const made = await makes(order);
      await lose("Huyện");
      return made;
    };
    const page = await orders(secretary);
    expect(said(page)).toEqual(said(await unknown()));
    world.makes = async (order) => {
      await lose("Tỉnh / Xã A");
      return await makes(order);
    };
    const outside = await orders(secretary);
    expect(said(outside)).toEqual(said(await world.stranger().get("/dashboard/xuat")));
    expect(outside.statusCode).toBe(401);
  });

  test("of a unit that was taken away while it was made is refused like what does not exist", async () => {
    await alsoSupervises("Huyện");
    const { makes } = world;
    world.makes = async (order) => {
      await lose("Huyện");
      return await makes(order);
    };
    const page = await orders(secretary, `don-vi:${world.units.Huyện}`);
    expect(said(page)).toEqual(said(await unknown()));
    expect([await files(), await deeds()]).toEqual([0, []]);
  });

  test("is made anew when somebody is erased meanwhile, and gone when somebody is afterwards", async () => {
    const { makes } = world;
    let made = 0;
    world.makes = async (order): Promise<MadeBook> => {
      const book = await makes(order);
      if (made++ === 0)
        await world.database.db.transaction((tx) => eraseLearner(tx, world.people.An!, "operator", null, world.now));
      return book;
    };
    const address = fileAt((await orders(secretary)).body);
    expect(made).toBe(2);
    expect((await peopleIn((await secretary.get(address)).rawPayload)).sort()).toEqual(["Ánh", "Ân"].sort());
    await world.database.db.transaction((tx) => eraseLearner(tx, world.people.Ánh!, "operator", null, world.now));
    expect(said(await secretary.get(address))).toEqual(said(await unknown()));
  });

  test("of nobody says so instead of giving an empty file", async () => {
    const { Tỉnh: province } = world.units;
    await world.database.sql`insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
      values (900, ${province!}, 'Trống', 'trống', ${`${province}/900/`}, 'Tỉnh / Trống')`;
    const chair = await world.enter("Chủ tịch");
    const answer = await orders(chair, "don-vi:900");
    expect([answer.statusCode, answer.body.includes("Chưa có học viên nào ở đây: Tỉnh / Trống.")]).toEqual([200, true]);
    expect([await files(), await deeds()]).toEqual([0, []]);
  });

  test("that cannot be made says so kindly, and the next one is made", async () => {
    const { makes } = world;
    world.makes = () => Promise.reject(new Error("Nguyễn Văn A"));
    const answer = await orders(secretary);
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "60"]);
    expect(answer.body).toContain("Chưa làm được báo cáo. Xin Anh/Chị thử lại sau một phút.");
    expect(answer.body).not.toContain("Nguyễn Văn A");
    expect(world.log.lines).toMatchObject([{ level: "error" }]);
    world.makes = makes;
    expect((await orders(secretary)).statusCode).toBe(200);
  });
});

describe("many workbooks at once", () => {
  /** People who supervise a unit each, let in. */
  async function supervisors(count: number): Promise<Browser[]> {
    const { sql } = world.database;
    const born = await sql`insert into people (full_name, name_key, agreed_at, created_at)
      select 'Trưởng ' || n, 'truong', ${world.now}, ${world.now} from generate_series(1, ${count}::int) n returning id`;
    const ids = born.map(({ id }) => id as number);
    await sql`insert into posts (person_id, unit_id, role) select id, ${world.units["Tỉnh / Xã B"]!}, 'supervisor' from people where id = any(${ids})`;
    return await Promise.all(ids.map((id) => world.inside(id)));
  }

  test("are bounded: the others are asked to come again in a minute, and nobody holds a transaction", async () => {
    const browsers = await supervisors(100);
    const hold = held();
    let [answered, busy] = [0, 0];
    const all = browsers.map(async (browser) => {
      const answer = await orders(browser);
      answered++;
      if (answer.statusCode === 503) busy++;
      return answer;
    });
    await expect.poll(() => answered).toBe(100 - mostOrders);
    expect([busy, hold.begun.length]).toEqual([100 - mostOrders, mostOrders]);
    const open = await world.database.sql`
      select 1 from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`;
    expect(open).toHaveLength(0);
    hold.letGo();
    const answers = await Promise.all(all);
    const refused = answers.filter(({ statusCode }) => statusCode === 503);
    expect(new Set(refused.map(({ headers }) => headers["retry-after"]))).toEqual(new Set(["60"]));
    for (const { body } of refused) expect(body).toContain("Nhiều người đang tải báo cáo cùng lúc");
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(mostOrders);
    expect(await files()).toBe(mostOrders);
  });

  test("of one person are one, however often they press", async () => {
    const hold = held();
    let answered = 0;
    const all = Array.from({ length: 100 }, async () => {
      const answer = await orders(secretary);
      answered++;
      return answer;
    });
    await expect.poll(() => answered).toBe(99);
    expect(hold.begun).toHaveLength(1);
    hold.letGo();
    const answers = await Promise.all(all);
    const refused = answers.filter(({ statusCode }) => statusCode === 503);
    expect(refused).toHaveLength(99);
    for (const { body } of refused) expect(body).toContain("Một báo cáo của Anh/Chị đang được chuẩn bị");
    expect(await files()).toBe(1);
  });

  test("leave the pages as they are meanwhile", async () => {
    const hold = held();
    const ordered = orders(secretary);
    await hold.begins(1);
    expect((await secretary.get("/dashboard")).statusCode).toBe(200);
    hold.letGo();
    await ordered;
  });
});

test("a workbook that takes longer than a request waits stands among its person's files when it is there", async () => {
  await world[Symbol.asyncDispose]();
  world = await boardWorld({}, 1);
  secretary = await world.enter("Ân");
  const hold = held();
  const answer = await orders(secretary);
  expect([answer.statusCode, answer.body.includes("Báo cáo còn đang được chuẩn bị")]).toEqual([200, true]);
  hold.letGo();
  const found = async () => (await secretary.get("/dashboard/xuat")).body;
  await expect.poll(found).toContain("/dashboard/tep/");
  const file = await secretary.get(fileAt(await found()));
  expect(await peopleIn(file.rawPayload)).toContain("Ánh");
});

test("a file whose line was cut half-way can be fetched again, whole", async () => {
  const server = await openServer({ ...nothing, dashboard: world.deps });
  const ma = await secretary.token("/dashboard");
  const headers = { cookie: [...secretary.cookies].map((pair) => pair.join("=")).join("; "), origin: server.address };
  const body = new URLSearchParams({ ma, "pham-vi": "", dang: "xlsx" });
  const page = await fetch(`${server.address}/dashboard/xuat`, { method: "POST", headers, body });
  const address = server.address + fileAt(await page.text());
  const cut = new AbortController();
  await fetch(address, { headers, signal: cut.signal });
  cut.abort();
  const whole = new Uint8Array(await (await fetch(address, { headers })).arrayBuffer());
  expect((await peopleIn(whole)).sort()).toEqual(["An", "Ánh", "Ân"].sort());
  await server.close();
});
