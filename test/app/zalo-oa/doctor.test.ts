import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkOa, type OaCheck, type OaPatient } from "#app/zalo-oa/checks.ts";
import { storeUpdate } from "#db/chats/inbox.ts";
import { keptEndpoint } from "#db/delivery/lanes.ts";
import type { BotKey } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { hocvuInside } from "../hocvu.ts";
import { envOf } from "./command.ts";
import { hour, type Office, openOffice } from "./office.ts";

const day = 24 * hour;

const botOf = ({ grants }: Office) => `zalo-oa:${grants.appId}` as BotKey;

function patientOf(office: Office): OaPatient {
  const { grants, server, database, key } = office;
  return {
    oa: {
      ...{
        key: botOf(office),
        appId: grants.appId,
        appSecret: "AppSecretOfTheFake12",
        secretKey: "OaSecretKeyOfTheFake",
      },
      ...{ apiRoot: server.root, oauthRoot: server.root, requestsPerMinute: 100, budgetVndPerMonth: 0 },
      ...{ businessRoot: server.root, templateId: null as string | null },
      webhookPath: "/zalo-oa/webhook",
      proxy: null,
    },
    ...{ secretKeys: [key], db: database.db, zone: "Asia/Ho_Chi_Minh" as Zone },
    clock: { now: () => new Date(office.now()), fromWall: (instant) => instant },
  };
}

const hear = (office: Office) =>
  office.database.db.transaction((tx) =>
    storeUpdate(tx, {
      ...{ bot: botOf(office), updateKey: randomBytes(4).toString("hex"), chat: "1", payload: {} },
      receivedAt: new Date(office.now()),
    }),
  );

/** Everything as it should be: allowed, and somebody has just written. */
async function sound(): Promise<Office> {
  const office = await openOffice();
  await office.allow();
  await hear(office);
  return office;
}

/** Time passes, and the tokens are renewed meanwhile. */
const later = (milliseconds: number) => async (office: Office) => {
  office.pass(milliseconds);
  await office.allow();
};

const badOf = (checks: readonly OaCheck[]) => checks.filter(({ ok }) => !ok);

test("a sound installation has nothing to say against it, and nothing is used up by looking", async () => {
  await using office = await sound();
  const checks = await checkOa(patientOf(office));
  expect(badOf(checks)).toEqual([]);
  expect(checks.map(({ name }) => name)).toEqual(
    ["app", "grant", "account", "webhook", "clock"].map((n) => `zalo-oa ${n}`),
  );
  expect(office.grants.has((await office.keeper().current())!.value)).toBe(true);
});

describe("the approved text of the configuration", () => {
  const info = (changed: object) => ({
    ...{ templateId: "412345", templateName: "Nhắc học", status: "ENABLE", price_uid: "140" },
    listParams: [{ name: "ten", require: true, maxLength: 30 }],
    ...changed,
  });
  const told = async (answer: object | number | null, budgetVndPerMonth = 1000) => {
    await using office = await sound();
    if (answer !== null) office.server.tells.set("/template/info/v2", answer);
    const patient = patientOf(office);
    const checks = await checkOa({ ...patient, oa: { ...patient.oa, templateId: "412345", budgetVndPerMonth } });
    return checks.find(({ name }) => name === "zalo-oa template")!;
  };

  test.each([
    ["is well", info({}), true, /412345 Nhắc học, approved, 154 VND each with VAT$/],
    [
      "waits for its review",
      info({ status: "PENDING_REVIEW" }),
      false,
      /status is PENDING_REVIEW.*2 to 3 working days/,
    ],
    [
      "asks for what we have not",
      info({ listParams: [{ name: "ma_don", require: true }] }),
      false,
      /parameter ma_don,.*ten, so_bai/,
    ],
    ["has no price by id", info({ price_uid: undefined }), false, /no price of it by a person's id/],
    ["is not there", -109, false, /knows no template 412345 .*-109/],
    ["cannot be looked up", null, false, /ZALO_OA_BUSINESS_API_ROOT/],
  ])("that %s is told in one line", async (_, answer, ok, line) => {
    expect(await told(answer)).toEqual({ name: "zalo-oa template", ok, detail: expect.stringMatching(line) });
  });

  test("costs nothing with a budget of nothing, and says so", async () => {
    expect(await told(info({}), 0)).toMatchObject({ ok: true, detail: expect.stringMatching(/none leaves: .* is 0$/) });
  });
});

type Plant = (office: Office) => unknown;

/** What `getoa` tells, changed; or the number it refuses with. */
const oa =
  (told: number | object): Plant =>
  ({ server }) =>
    Object.assign(server, { oa: typeof told === "number" ? told : { ...(server.oa as object), ...told } });

const faults: readonly (readonly [string, Plant, string, RegExp])[] = [
  [
    "the two secrets have changed places",
    ({ grants }) => Object.assign(grants, { appSecret: "AnotherSecret" }),
    "app",
    /^ZALO_OA_APP_SECRET is wrong \(-14004.*changed places/,
  ],
  [
    "the app is not active",
    ({ grants }) => Object.assign(grants, { active: false }),
    "app",
    /not active \(-14002.*step 1/,
  ],
  ["the app is not active, as the API says it", oa(-209), "account", /not active, step 1.*\(-209\)/],
  ["the product is not registered", oa(-212), "account", /step 2: register "Official Account API".*\(-212\)/],
  ["the account has not granted", oa(-223), "account", /steps 4 and 5: tick the permission groups.*\(-223\)/],
  ["the account is not verified, as the API says it", oa(-221), "account", /not verified.*\(-221\)/],
  ["the account is not verified", oa({ is_verified: false }), "account", /not verified.*\(-221\)/],
  ["the package has lapsed, as the API says it", oa(-224), "account", /package is missing or has lapsed.*\(-224\)/],
  ["there is no package", oa({ package_name: "" }), "account", /package is missing/],
  [
    "the package ended yesterday",
    oa({ package_valid_through_date: "01/11/2026" }),
    "account",
    /it ended on 2026-11-01$/,
  ],
  ["a body of the state", oa({ oa_type: 4 }), "account", /type 4, a body of the state.*\(-235\).*v2 is tried/],
  [
    "no event for a working day",
    later(day + hour),
    "webhook",
    /^last heard of 2026-11-02.*step 6.*switch on every event/,
  ],
  [
    "nobody has allowed",
    (o) => o.database.sql`delete from oa_grants`,
    "grant",
    /^nobody has allowed us yet, step 5: hocvu zalo-oa connect$/,
  ],
  [
    "the grant is dead",
    (o) =>
      o.database.sql`update oa_grants set state = 'needs_reauthorisation', refused = '-14014 Invalid refresh token'`,
    "grant",
    /^the grant is dead \(the platform said -14014/,
  ],
  [
    "the refresh token is old",
    (o) => o.database.sql`update oa_grants set refresh_issued_at = refresh_issued_at - interval '61 d'`,
    "grant",
    /refresh token 61 days old of 90/,
  ],
  [
    "another HOCVU_SECRET_KEY",
    () => ({ secretKeys: ["0123456789abcdef".repeat(4)] }),
    "grant",
    /^HOCVU_SECRET_KEY is not the key these tokens were sealed with/,
  ],
  [
    "this machine's clock",
    ({ server }) => Object.assign(server, { aheadMs: -3 * hour }),
    "clock",
    /^180 minutes from the platform's clock.*NTP$/,
  ],
];

describe("a fault of the installation is named in one line, and it alone", () => {
  test.each(faults)("%s", async (_, plant, name, line) => {
    await using office = await sound();
    const changed = await plant(office);
    const isPatient = typeof changed === "object" && changed !== null && "secretKeys" in changed;
    const checks = await checkOa({ ...patientOf(office), ...(isPatient ? (changed as Partial<OaPatient>) : {}) });
    expect(badOf(checks)).toEqual([{ name: `zalo-oa ${name}`, ok: false, detail: expect.stringMatching(line) }]);
    expect(checks.filter(({ detail }) => detail.includes("\n"))).toEqual([]);
  });

  test.each([
    [
      "the secrets are the same",
      { ZALO_OA_SECRET_KEY: "AppSecretOfTheFake12" },
      "ZALO_OA_SECRET_KEY is the app's secret",
    ],
    [
      "an access token stands where the app's secret belongs",
      { ZALO_OA_APP_SECRET: "x".repeat(200) },
      "ZALO_OA_APP_SECRET must be 8 to 64",
    ],
    [
      "a blank within the secret",
      { ZALO_OA_APP_SECRET: "AppSecret OfTheFake12" },
      "ZALO_OA_APP_SECRET must be 8 to 64",
    ],
    ["no key for the tokens", { HOCVU_SECRET_KEY: "" }, "HOCVU_SECRET_KEY is missing"],
  ] as const)("%s", async (_, changed, line) => {
    await using office = await openOffice();
    const { code, stdout } = await hocvuInside(["doctor", "--json"], { ...envOf(office), ...changed });
    expect(code).toBe(1);
    const { checks } = JSON.parse(stdout) as { checks: OaCheck[] };
    expect(checks).toEqual([{ name: "configuration", ok: false, detail: expect.stringContaining(line) }]);
  });
});

test("a body of the state that sends by the older address is well", async () => {
  await using office = await sound();
  office.server.oa = { ...(office.server.oa as object), oa_type: 4 };
  await keptEndpoint(office.database.db, botOf(office)).remember("v2");
  const checks = await checkOa(patientOf(office));
  expect(badOf(checks)).toEqual([]);
  expect(checks.find(({ name }) => name === "zalo-oa account")?.detail).toContain("it sends by v2");
});

test("a weekend's silence is none", async () => {
  await using office = await sound();
  await later(4 * day)(office); // Friday
  await hear(office);
  await later(3 * day - hour)(office); // Monday morning
  expect(badOf(await checkOa(patientOf(office)))).toEqual([]);
});

test("hocvu doctor tells them among the rest", async () => {
  await using office = await sound();
  office.server.oa = -223;
  const { code, stdout } = await hocvuInside(["doctor", "--json"], envOf(office));
  expect(code).toBe(1);
  const { checks } = JSON.parse(stdout) as { checks: OaCheck[] };
  expect(checks).toContainEqual({
    name: "zalo-oa account",
    ok: false,
    detail: expect.stringContaining("steps 4 and 5"),
  });
});
