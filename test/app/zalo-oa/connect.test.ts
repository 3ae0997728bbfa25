import { describe, expect, test } from "vitest";
import { markAllowance, putAllowance } from "#db/delivery/allowance.ts";
import { noteBudget, takeFromBudget } from "#db/delivery/charges.ts";
import { readLane } from "#db/delivery/lanes.ts";
import { noteNotice, noteTemplate, putTemplate } from "#db/delivery/oa-templates.ts";
import type { BotKey } from "#domain/ids.ts";
import { billingMonth } from "#domain/zalo-window.ts";
import { hocvuInside } from "../hocvu.ts";
import { envOf, piped } from "./command.ts";
import { openOffice } from "./office.ts";

describe("hocvu zalo-oa connect", () => {
  test("renews what was pasted at once, stores the pair, and tells whose it is", async () => {
    await using office = await openOffice();
    const pasted = office.grants.grant();
    const { code, stdout, stderr } = await piped(["zalo-oa", "connect"], `${pasted.refresh}\n`, envOf(office));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^account +Học Vụ Mẫu \(4100998877665544332\)\ntype +2, a business\npackage +Toàn diện\n/);
    expect([office.grants.has(pasted.access), office.grants.takes(pasted.refresh)]).toEqual([false, false]);
    expect(await office.row()).toMatchObject({ generation: 1, account: { oaId: "4100998877665544332" } });
    const token = (await office.keeper().current())!;
    expect(office.grants.has(token.value)).toBe(true);
    expect(stdout).not.toContain(token.value);
  });

  test("takes the code of the permission page, whose address it prints", async () => {
    await using office = await openOffice();
    const callback = "https://hocvu.example.org/cb";
    const shown = await hocvuInside(["zalo-oa", "connect", "--link", callback], envOf(office));
    const link = new URL(shown.stdout.split("\n")[0]!);
    expect(`${link.origin}${link.pathname}`).toBe(`${office.server.root}/v4/oa/permission`);
    expect(Object.fromEntries(link.searchParams)).toEqual({ app_id: office.grants.appId, redirect_uri: callback });
    const ended = await piped(["zalo-oa", "connect", "--code", "--json"], office.grants.permit(), envOf(office));
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      generation: 1,
      account: { type: 2, verified: true },
      before: null,
    });
  });

  test("brings a dead grant back to life, and warns when it is another account's", async () => {
    await using office = await openOffice();
    const first = office.grants.grant();
    await piped(["zalo-oa", "connect"], first.refresh, envOf(office));
    await office.database.sql`update oa_grants set state = 'needs_reauthorisation', refused = '-14014'`;
    office.server.oa = { ...(office.server.oa as object), oaid: "7", name: "Khác" };
    const second = office.grants.grant();
    const { code, stderr } = await piped(["zalo-oa", "connect"], second.refresh, envOf(office));
    expect(code).toBe(0);
    expect(stderr).toContain("another account than before (4100998877665544332)");
    expect(await office.row()).toMatchObject({ state: "live", refused: null, generation: 2, account: { oaId: "7" } });
  });

  test.each([
    ["nothing", "", {}, "nothing was given: pipe the token into this command"],
    [
      "a token that was used already",
      "used",
      {},
      "the platform does not take it (-14014 Invalid refresh token): each is good once",
    ],
    [
      "a wrong app secret",
      "any",
      { ZALO_OA_APP_SECRET: "AnotherSecret" },
      "ZALO_OA_APP_SECRET is wrong (-14004 Invalid secret key)",
    ],
    [
      "a platform that is away",
      "any",
      { ZALO_OA_OAUTH_ROOT: "http://127.0.0.1:9" },
      "the platform was not reached, and nothing was used up",
    ],
    [
      "no account in the configuration",
      "any",
      { ZALO_OA_APP_ID: "", ZALO_OA_APP_SECRET: "", ZALO_OA_SECRET_KEY: "" },
      "no Official Account is configured",
    ],
  ] as const)("%s is one line, and stores nothing", async (_, given, changed, line) => {
    await using office = await openOffice();
    const { code, stdout, stderr } = await piped(["zalo-oa", "connect"], given, { ...envOf(office), ...changed });
    expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({ code: 1, stdout: "", lines: 1 });
    expect(stderr).toContain(line);
    expect(await office.database.sql`select from oa_grants`).toHaveLength(0);
  });

  test("whose answer was lost says to try once more", async () => {
    await using office = await openOffice();
    office.grants.fault("cut");
    const { stderr } = await piped(["zalo-oa", "connect"], office.grants.grant().refresh, envOf(office));
    expect(stderr).toContain("try the same once more");
  });

  test("has no argument for a token, which every user of the machine could see", async () => {
    await using office = await openOffice();
    const { code, stderr } = await hocvuInside(["zalo-oa", "connect", "a-token"], envOf(office));
    expect([code, stderr]).toEqual([2, expect.stringContaining("hocvu")]);
  });
});

describe("hocvu zalo-oa status", () => {
  test("tells account, ages and state, for people and as JSON, never a token", async () => {
    await using office = await openOffice();
    await office.allow();
    await office.database
      .sql`update oa_grants set access_expires_at = now() + '21 h 5 min 30 s', refresh_issued_at = now() - interval '3 d 1 h'`;
    const { code, stdout } = await hocvuInside(["zalo-oa", "status"], envOf(office));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^access token +21 h 5 min left, renewed with less than 5 h left$/m);
    expect(stdout).toMatch(/^refresh token +3 days old, good for 3 months$/m);
    const json = await hocvuInside(["zalo-oa", "status", "--json"], envOf(office));
    expect(JSON.parse(json.stdout)).toMatchObject({ state: "live", generation: 1, endpoint: "v3", problem: null });
    expect(json.stdout).not.toContain((await office.keeper().current())!.value);
  });

  test("tells of the approved text, of the package's messages, and what the platform gave notice of", async () => {
    await using office = await openOffice();
    await office.allow();
    const { db } = office.database;
    const bot = `zalo-oa:${office.grants.appId}` as BotKey;
    const said = async (env: Record<string, string> = {}) =>
      (await hocvuInside(["zalo-oa", "status"], { ...envOf(office), ...env })).stdout;
    expect(await said()).toMatch(/^template +none$/m);
    const env = { ZALO_OA_TEMPLATE_ID: "412345" };
    expect(await said(env)).toMatch(/^template +412345, not looked up yet$/m);
    await noteTemplate(db, bot, "412345");
    const facts = { name: "x", status: "ENABLE", priceVnd: 140, params: [] };
    await putTemplate(db, bot, "412345", facts, new Date());
    await db.transaction((tx) => readLane(tx, bot));
    const until = new Date(Date.now() + 60_000);
    await putAllowance(db, bot, { remain: 120, until }, (await markAllowance(db, bot))!, 20);
    await noteNotice(db, bot, "template 412345 ENABLE", new Date(Date.now() - 180_000));
    const told = await said(env);
    expect(told).toMatch(/^template +412345, 154 VND each with VAT$/m);
    expect(told).toMatch(/^package's messages +100 may still be taken beyond the free hours$/m);
    expect(told).toMatch(/^last notice +template 412345 ENABLE, 3 min ago$/m);
    await putTemplate(db, bot, "412345", { ...facts, status: "DISABLE" }, new Date());
    expect(await said(env)).toMatch(/^template +412345, DISABLE, none leaves: hocvu doctor$/m);
  });

  test("tells what the month came to, what is left of its budget, and what ended without being sent", async () => {
    await using office = await openOffice();
    await office.allow();
    const { db, sql } = office.database;
    const bot = `zalo-oa:${office.grants.appId}` as BotKey;
    const month = billingMonth(new Date());
    const said = async (env: Record<string, string> = {}) =>
      (await hocvuInside(["zalo-oa", "status"], { ...envOf(office), ...env })).stdout;
    expect(await said()).toMatch(/^budget +0, nothing that costs is sent$/m);
    await db.transaction(async (tx) => {
      await readLane(tx, bot);
      await noteBudget(tx, bot, 1000);
      await takeFromBudget(tx, bot, month, 154, 2);
    });
    const [chat] = await sql<
      { id: number }[]
    >`insert into chats (bot, address, last_used_at) values (${bot}, '73', now()) returning id`;
    for (const [reason, due] of [
      ...["budget", "budget", "held", "answered"].map((each) => [each, new Date()] as const),
      ["budget", new Date("2026-01-31T10:00:00Z")],
    ] as const)
      await sql`insert into deliveries (kind, lane, bot, chat_id, state, reason, due_at, created_at)
        values ('reply', 0, ${bot}, ${chat!.id}, 'cancelled', ${reason}, ${due}, ${due})`;
    const told = await said({ ZALO_OA_BUDGET_VND_PER_MONTH: "1000" });
    expect(told).toMatch(/^budget +1000 VND a month, 692 left$/m);
    expect(told).toMatch(new RegExp(`^spent in ${month} +308 VND$`, "m"));
    expect(told).toMatch(/^ended without being sent +budget 2, window 0, held 1$/m);
  });

  test("says what is wrong: no grant, a dead one, another key, a refusal", async () => {
    await using office = await openOffice();
    const said = async (env: Record<string, string> = {}) =>
      (await hocvuInside(["zalo-oa", "status"], { ...envOf(office), ...env })).stderr;
    expect(await said()).toContain("nobody has allowed us yet: hocvu zalo-oa connect");
    await office.allow();
    expect(await said({ HOCVU_SECRET_KEY: "0123456789abcdef".repeat(4) })).toContain("is not the key these tokens");
    office.server.oa = -224;
    expect(await said()).toContain("package is missing or has lapsed");
    office.grants.revoke();
    expect(await said()).toContain("the platform refuses the access token");
    await office.database.sql`update oa_grants set state = 'needs_reauthorisation'`;
    expect(await said()).toContain("the grant is dead, nothing is sent");
  });
});
