import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openSealing } from "#app/sealing.ts";
import { hour, openOffice } from "./office.ts";

const minute = 60_000;

describe("a token", () => {
  test("without a grant there is none", async () => {
    await using office = await openOffice();
    expect(await office.keeper().current()).toBeNull();
  });

  test("is read from the row, which holds it sealed", async () => {
    await using office = await openOffice();
    await office.allow();
    const token = (await office.keeper().current())!;
    expect(office.grants.has(token.value)).toBe(true);
    expect(token.generation).toBe(1);
    const [row] = await office.database.sql`select oa_grants::text as text from oa_grants`;
    expect(String(row!.text)).not.toContain(Buffer.from(token.value).toString("hex"));
  });

  test("is not asked of the database for every call", async () => {
    await using office = await openOffice();
    await office.allow();
    const keeper = office.keeper();
    await keeper.current();
    await office.database.sql`delete from oa_grants`;
    expect(await keeper.current()).not.toBeNull();
    const forgetful = office.keeper({ cacheMs: 0 });
    expect(await forgetful.current()).toBeNull();
  });

  test("that was refused is renewed once, however many ask in however many processes", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(hour);
    const keepers = [office.keeper(), office.keeper(), office.keeper()].map((keeper) => ({ keeper }));
    const dead = await Promise.all(keepers.map(({ keeper }) => keeper.current()));
    office.grants.endAccess();
    office.grants.slow = { before: 50, after: 50 };
    const asked = keepers.flatMap(({ keeper }, at) => [keeper.renew(dead[at]!), keeper.renew(dead[at]!)]);
    const next = await Promise.all(asked);
    expect(next.map((token) => token?.generation)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(office.grants.has(next[0]!.value)).toBe(true);
    expect([office.grants.calls, office.grants.mostAtOnce]).toEqual([1, 1]);
  });

  test("of a pair that was made just now is not renewed for a refusal", async () => {
    await using office = await openOffice();
    await office.allow();
    const keeper = office.keeper();
    const token = (await keeper.current())!;
    expect(await keeper.renew(token)).toEqual(token);
    expect(office.grants.calls).toBe(0);
  });

  test("whose 25 hours are over is not even tried", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(26 * hour);
    expect((await office.keeper().current())?.generation).toBe(2);
    expect(office.server.refused).toEqual([]);
  });
});

describe("the tick", () => {
  test("renews with less than five hours left, and not before", async () => {
    await using office = await openOffice();
    await office.allow();
    const keeper = office.keeper();
    office.pass(19 * hour);
    await keeper.tick();
    expect(office.grants.calls).toBe(0);
    office.pass(2 * hour);
    await keeper.tick();
    expect(await office.row()).toMatchObject({ generation: 2, refreshStartedAt: null, refused: null });
    expect((await office.row()).accessExpiresAt.getTime()).toBe(office.now() + 25 * hour);
  });

  test("leaves nobody of its process with the token that it ended", async () => {
    await using office = await openOffice();
    await office.allow();
    const keeper = office.keeper();
    await keeper.current();
    office.pass(21 * hour);
    await keeper.tick();
    expect(office.grants.has((await keeper.current())!.value)).toBe(true);
  });

  test("complains once of a refresh token that is 60 days old", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(61 * 24 * hour);
    office.grants.fault("busy", "busy");
    const keeper = office.keeper();
    await keeper.tick();
    await keeper.tick();
    const said = office.log.lines.filter(({ message }) => message.startsWith("the refresh token is about to end"));
    expect(said).toMatchObject([{ level: "error", facts: { days: 61 } }]);
  });
});

describe("a refresh that nobody saw the end of", () => {
  test("is let alone for a minute; the old access token is good, so no pair was made, and it is asked again", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(21 * hour);
    office.grants.fault("cut");
    const keeper = office.keeper();
    await keeper.tick();
    expect((await office.row()).refreshStartedAt).not.toBeNull();
    office.pass(59_000);
    await keeper.tick();
    expect(office.grants.calls).toBe(1);
    expect((await keeper.current())?.generation).toBe(1);
    office.pass(minute);
    await keeper.tick();
    expect(await office.row()).toMatchObject({ generation: 2, state: "live", refreshStartedAt: null });
  });

  test("that made a pair is the end of the grant: one more try, then a person must come", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(21 * hour);
    office.grants.fault("rotate, cut");
    const keeper = office.keeper();
    await keeper.tick();
    office.pass(2 * minute);
    await keeper.tick();
    expect(office.grants.calls).toBe(2);
    expect(await office.row()).toMatchObject({
      state: "needs_reauthorisation",
      refused: "-14014 Invalid refresh token",
    });
    expect(await office.keeper().current()).toBeNull();
    expect(office.log.lines.at(-1)).toMatchObject({
      level: "error",
      message: expect.stringContaining("zalo-oa connect"),
    });
    await keeper.tick();
    expect(office.grants.calls).toBe(2);
    await office.allow();
    expect((await keeper.current())?.generation).toBe(2);
  });

  test("a gateway's page is no answer, and overwrites nothing", async () => {
    await using office = await openOffice();
    await office.allow();
    const before = await office.row();
    office.pass(21 * hour);
    office.grants.fault("html");
    await office.keeper().tick();
    const after = await office.row();
    expect([after.accessSealed, after.refreshSealed, after.generation]).toEqual([
      before.accessSealed,
      before.refreshSealed,
      1,
    ]);
  });

  test("while the platform is away nothing is decided", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(21 * hour);
    office.grants.fault("rotate, cut");
    const keeper = office.keeper({ askAccount: async () => ({ kind: "away", reached: false }) });
    await keeper.tick();
    office.pass(2 * minute);
    await keeper.tick();
    expect(await office.row()).toMatchObject({ state: "live" });
    expect(office.grants.calls).toBe(1);
  });
});

describe("a refusal", () => {
  test("of a refresh token that was used elsewhere ends the grant at once", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(21 * hour);
    office.grants.grant();
    const keeper = office.keeper();
    const token = (await keeper.current())!;
    expect(await keeper.renew(token)).toBeNull();
    expect((await office.row()).state).toBe("needs_reauthorisation");
  });

  test.each([
    [
      "a wrong secret",
      "-14004 Invalid secret key",
      (office: { grants: { appSecret: string } }) => (office.grants.appSecret = "x"),
    ],
    [
      "an app that is not active",
      "-14002 App is inactive",
      (office: { grants: { active: boolean } }) => (office.grants.active = false),
    ],
  ] as const)("for %s leaves the grant alone: it is the installation that has to be mended", async (_, said, spoil) => {
    await using office = await openOffice();
    await office.allow();
    const { appSecret } = office.grants;
    office.pass(26 * hour);
    spoil(office);
    const keeper = office.keeper();
    expect(await keeper.current()).toBeNull();
    expect(await office.row()).toMatchObject({ state: "live", refused: said, refreshStartedAt: null });
    Object.assign(office.grants, { appSecret, active: true });
    expect((await keeper.current())?.generation).toBe(2);
    expect((await office.row()).refused).toBeNull();
  });

  test("for too many calls is nothing: the same token comes back", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(hour);
    office.grants.fault("busy");
    const keeper = office.keeper();
    const token = (await keeper.current())!;
    expect(await keeper.renew(token)).toEqual(token);
    expect(await office.row()).toMatchObject({ state: "live", refreshStartedAt: null });
  });
});

describe("the key", () => {
  test("that is another one opens nothing, says so, and burns no token", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(26 * hour);
    const keeper = office.keeper({ sealing: openSealing([randomBytes(32).toString("hex")]) });
    expect(await keeper.current()).toBeNull();
    await keeper.tick();
    expect(office.grants.calls).toBe(0);
    const said = office.log.lines.map(({ message }) => message);
    expect(said[0]).toContain("HOCVU_SECRET_KEY is not the key these tokens were sealed with");
    expect((await office.keeper().current())?.generation).toBe(2);
  });

  test("is replaced by standing first: the next pair is sealed with it", async () => {
    await using office = await openOffice();
    await office.allow();
    office.pass(21 * hour);
    const fresh = randomBytes(32).toString("hex");
    await office.keeper({ sealing: openSealing([fresh, office.key]) }).tick();
    expect((await office.keeper({ sealing: openSealing([fresh]) }).current())?.generation).toBe(2);
  });
});

test("what is logged holds no token and no secret, whatever happens", async () => {
  await using office = await openOffice();
  const secrets: string[] = [office.grants.appSecret, office.key];
  office.grants.onMade = ({ access, refresh }) => void secrets.push(access, refresh);
  await office.allow();
  secrets.push((await office.keeper().current())!.value);
  for (const fault of ["cut", "html", "busy", "rotate, cut"] as const) {
    office.pass(21 * hour);
    office.grants.fault(fault);
    const keeper = office.keeper({ patienceMs: 0 });
    await keeper.tick();
    office.pass(2 * minute);
    await keeper.tick();
  }
  expect((await office.row()).state).toBe("needs_reauthorisation");
  const written = JSON.stringify(office.log.lines);
  expect(office.log.lines.length).toBeGreaterThan(5);
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
