import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashOf } from "#http/dashboard/secrets.ts";
import { type BoardWorld, boardWorld, host } from "./board.ts";

let world: BoardWorld;
beforeEach(async () => {
  world = await boardWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const minutes = (count: number) => new Date(world.now.getTime() + count * 60_000);
const useless = "Đường dẫn này không dùng được";
const door = "gõ /bang trong cuộc trò chuyện";

describe("a link into the dashboard", () => {
  test("lets its person in by its button, and only once", async () => {
    const link = await world.link("Ân");
    const browser = world.stranger();
    const token = await browser.token(link);
    const entered = await browser.post(link, { ma: token });
    expect([entered.statusCode, entered.headers.location]).toEqual([303, "/dashboard"]);
    expect((await browser.get("/dashboard")).body).toContain("Tổng quan");
    const other = world.stranger();
    expect((await other.get(link)).body).toContain(useless);
    const again = await browser.get(link);
    expect([again.statusCode, again.body.includes(useless)]).toEqual([404, true]);
  });

  test("is not spent by who only looks: previews, scanners, HEAD", async () => {
    const link = await world.link("Ân");
    for (const agent of ["TelegramBot (like TwitterBot)", "Zalo/1.0", "Mozilla/5.0"]) {
      expect((await world.stranger().get(link, { "user-agent": agent })).statusCode).toBe(200);
    }
    const head = await world.app.inject({ method: "HEAD", url: link, headers: { host } });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    const browser = world.stranger();
    expect((await browser.post(link, { ma: await browser.token(link) })).statusCode).toBe(303);
  });

  test("pressed in two tabs at once lets one of them in", async () => {
    const link = await world.link("Ân");
    const browsers = [world.stranger(), world.stranger()];
    const tokens = await Promise.all(browsers.map((browser) => browser.token(link)));
    const answers = await Promise.all(browsers.map((browser, at) => browser.post(link, { ma: tokens[at]! })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 404]);
  });

  test("opened in two tabs of one browser works from either", async () => {
    const link = await world.link("Ân");
    const browser = world.stranger();
    const first = await browser.token(link);
    await browser.token(link);
    expect((await browser.post(link, { ma: first })).statusCode).toBe(303);
  });

  test("that is spent, too old, replaced, unknown, malformed, of another person or of someone without a right is one and the same page", async () => {
    const spent = await world.link("Khác");
    const khac = world.stranger();
    await khac.post(spent, { ma: await khac.token(spent) });
    const replaced = await world.link("Ân");
    await world.link("Ân");
    const old = await world.link("Bình");
    const chair = await world.link("Chủ tịch");
    const demoted = await world.link("Ân");
    await world.database.sql`update posts set role = 'learner' where person_id = ${world.people.Ân!}`;
    const pages = [
      await world.stranger().get(spent),
      await world.stranger().get(replaced),
      await world.stranger().get(`/dashboard/vao/${"A".repeat(43)}`),
      await world.stranger().get("/dashboard/vao/x"),
      await khac.get(chair),
      await world.stranger().get(demoted),
    ];
    world.now = minutes(10);
    pages.push(await world.stranger().get(old));
    expect(new Set(pages.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect([pages[0]!.statusCode, pages[0]!.body.includes(useless)]).toEqual([404, true]);
  });

  test("is of no use in a browser where another person is inside, and stays unspent", async () => {
    const khac = await world.enter("Khác");
    const link = await world.link("Ân");
    const honest = world.stranger();
    const token = await honest.token(link);
    for (const [name, value] of honest.cookies) khac.cookies.set(name, value);
    expect((await khac.post(link, { ma: token })).statusCode).toBe(404);
    expect((await honest.post(link, { ma: token })).statusCode).toBe(303);
  });

  test("is kept as a hash alone, one for each person", async () => {
    const link = await world.link("Ân");
    const second = await world.link("Ân");
    const rows = await world.database.sql`select hash from dashboard_links`;
    expect([...rows]).toEqual([{ hash: hashOf(second.slice("/dashboard/vao/".length)) }]);
    expect(JSON.stringify(rows)).not.toContain(link.slice(-43));
  });

  test("is not offered to who supervises nothing", async () => {
    expect((await world.stranger().get(await world.link("An"))).statusCode).toBe(404);
  });
});

describe("forms", () => {
  test("of another site, of none, without or with a wrong token do nothing", async () => {
    const link = await world.link("Ân");
    const browser = world.stranger();
    const ma = await browser.token(link);
    const tries: [Record<string, string>, Record<string, string>][] = [
      [{ ma }, { origin: "https://evil.example" }],
      [{ ma }, { origin: "null" }],
      [{ ma }, { origin: "http://127.0.0.1:4000" }],
      [{ ma }, { "sec-fetch-site": "cross-site" }],
      [{ ma: "x" }, {}],
      [{}, {}],
    ];
    for (const [form, headers] of tries) expect((await browser.post(link, form, headers)).statusCode).toBe(403);
    const bare = await world.app.inject({ method: "POST", url: link, headers: { host } });
    expect(bare.statusCode).toBe(403);
    expect((await browser.post(link, { ma })).statusCode).toBe(303);
    const token = await browser.token("/dashboard");
    for (const url of ["/dashboard/nhac", "/dashboard/ra"]) {
      expect((await browser.post(url, { ma: token }, { origin: "https://evil.example" })).statusCode).toBe(403);
      expect((await browser.post(url, { ma: `${token}x` })).statusCode).toBe(403);
    }
    expect((await browser.get("/dashboard")).body).toContain("Tổng quan");
  });

  test("of a session that another has replaced say so and do nothing", async () => {
    const browser = await world.enter("Ân");
    const old = await browser.token("/dashboard");
    const link = await world.link("Ân");
    await browser.post(link, { ma: await browser.token(link) });
    expect((await browser.post("/dashboard/nhac", { ma: old })).statusCode).toBe(403);
  });

  test("that are too long or of another kind do nothing", async () => {
    const browser = await world.enter("Ân");
    const ma = await browser.token("/dashboard");
    expect((await browser.post("/dashboard/nhac", { ma, "pham-vi": "x".repeat(5000) })).statusCode).toBe(403);
    const json = await browser.post("/dashboard/nhac", { ma }, { "content-type": "application/json" });
    expect(json.statusCode).toBe(415);
  });
});

describe("a session", () => {
  test("is a cookie that scripts and other sites cannot use, and over https no other host can set", async () => {
    const cookieOf = async (of: BoardWorld) => {
      const browser = of.stranger();
      const link = await of.link("Ân");
      const entered = await browser.post(link, { ma: await browser.token(link) });
      return [entered.headers["set-cookie"]].flat().find((line) => line!.includes("hocvu="))!;
    };
    expect(await cookieOf(world)).toMatch(/^hocvu=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/);
    await using secure = await boardWorld({ publicUrl: "https://hocvu.example.org" });
    expect(await cookieOf(secure)).toMatch(
      /^__Host-hocvu=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const browser = await secure.enter("Ân");
    expect((await browser.get("/dashboard")).body).toContain("Tổng quan");
  });

  test("is kept as a hash alone", async () => {
    const browser = await world.enter("Ân");
    const rows = await world.database.sql`select hash from dashboard_sessions`;
    expect([...rows]).toEqual([{ hash: hashOf(browser.cookies.get("hocvu")!) }]);
  });

  test("ends an hour after the last request, and eight hours after the first", async () => {
    const idle = await world.enter("Ân");
    const busy = await world.enter("Khác");
    for (let hour = 0; hour < 8; hour++) {
      world.now = minutes(59);
      expect((await busy.get("/dashboard")).body, `${hour}`).toContain("Tổng quan");
    }
    expect((await idle.get("/dashboard")).body).toContain(door);
    world.now = minutes(8);
    expect((await busy.get("/dashboard")).body).toContain(door);
    expect((await busy.get("/dashboard/don-vi/1")).statusCode).toBe(401);
  });

  test("ends with the right, at the next request, and with the person", async () => {
    const browser = await world.enter("Ân");
    const unit = `/dashboard/don-vi/${world.units["Tỉnh / Xã A"]}`;
    expect((await browser.get(unit)).statusCode).toBe(200);
    await world.database.sql`update posts set role = 'learner' where person_id = ${world.people.Ân!}`;
    expect((await browser.get(unit)).statusCode).toBe(401);
    await world.database.sql`update posts set role = 'supervisor' where person_id = ${world.people.Ân!}`;
    expect((await browser.get(unit)).statusCode).toBe(401);
    const erased = await world.enter("Khác");
    await world.database
      .sql`update people set full_name = null, name_key = null, email = null, phone = null, code = null, erased_at = ${world.now}
      where id = ${world.people.Khác!}`;
    expect((await erased.get("/dashboard/lop")).statusCode).toBe(401);
    const left = await world.database.sql`select 1 from dashboard_sessions`;
    expect(left.length).toBe(0);
  });

  test("ends by the button, in every tab", async () => {
    const browser = await world.enter("Ân");
    const tab = new Map(browser.cookies);
    const out = await browser.post("/dashboard/ra", { ma: await browser.token("/dashboard") });
    expect([out.statusCode, browser.cookies.size]).toEqual([303, 0]);
    for (const [name, value] of tab) browser.cookies.set(name, value);
    expect((await browser.get("/dashboard")).body).toContain(door);
  });

  test("has everybody else before the door, whatever they ask for", async () => {
    const bodies = new Set<string>();
    for (const url of ["/dashboard", "/dashboard/lop", "/dashboard/don-vi/1", "/dashboard/don-vi/999999"])
      bodies.add((await world.stranger().get(url)).body);
    expect([...bodies].map((body) => body.includes(door))).toEqual([true]);
  });
});

test("every answer forbids scripts, styles in pages, other sites and being kept", async () => {
  const browser = await world.enter("Ân");
  for (const url of ["/dashboard", `/dashboard/don-vi/${world.units["Tỉnh / Xã A"]}`, await world.link("Ân")]) {
    const { body, headers } = await browser.get(url);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/);
    expect([headers["cache-control"], headers["referrer-policy"]]).toEqual(["no-store", "same-origin"]);
    expect(body).not.toMatch(/<script|<style|style=|onclick|https?:\/\//);
  }
});
