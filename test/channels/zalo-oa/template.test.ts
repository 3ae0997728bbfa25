import { describe, expect, test } from "vitest";
import { askAllowance, reliedOnUntil } from "#channels/zalo-oa/allowance.ts";
import { readNotice } from "#channels/zalo-oa/notice.ts";
import { askTemplate } from "#channels/zalo-oa/template.ts";
import { FakeZaloOa, oaToken } from "../../fakes/zalo-oa/api.ts";
import { oaFetch } from "../../fakes/zalo-oa/serve.ts";
import { saying } from "../samples.ts";
import { hourMs, lan, openStage } from "./stage.ts";

const data = { ten: "Nguyễn Thị Lan", ten_khoa: "Học vụ số", so_bai: "3" };
const message = (changed: Record<string, string> = data, id = "412345") => ({
  ...saying("Còn 3 bài"),
  template: { id, data: changed },
});

async function stage() {
  const opened = await openStage({ purse: { wallet: 1000 } });
  opened.fake.templates.make("412345");
  await opened.clock.forward(20 * 24 * hourMs);
  return opened;
}

describe("an approved text", () => {
  test("is sent by its number to who is silent for weeks, in place of the words, and the wallet pays", async () => {
    const { fake, send } = await stage();
    expect(await send(message())).toMatchObject({ kind: "sent", charge: "wallet" });
    expect(fake.messages).toMatchObject([
      {
        ...{ chat: lan, endpoint: "template", vnd: 154 },
        text: "Chào Anh/Chị Nguyễn Thị Lan. Khóa học Học vụ số còn 3 bài đang chờ Anh/Chị.",
      },
    ]);
    expect(fake.purse.wallet).toBe(1000 - 154);
  });

  const held = { kind: "held", reason: expect.stringMatching(/^Zalo OA error -\d+: ./) };
  test.each([
    ...[-131, -133, -144, -146, -147, -211, -234, -249, -320, -321].map((code) => [code, held] as const),
    ...[-108, -114, -118, -119, -217, -218, -230, -232, -244].map((code) => [code, { kind: "closed" }] as const),
    ...[-213, -227].map((code) => [code, { kind: "gone" }] as const),
    ...[-204, -221, -223, -224].map((code) => [code, { kind: "shut" }] as const),
    [-200, { kind: "unknown" }],
    [-32, { kind: "throttled" }],
    [-216, { kind: "shut" }],
    [-201, { kind: "refused", reason: "Zalo OA error -201" }],
  ] as [number, object][])("that is answered by %i is an ending of the closed list", async (code, outcome) => {
    const { fake, send } = await stage();
    fake.fault({ kind: code, times: 2 });
    const ended = await send(message());
    if (code !== -216) expect(ended).toMatchObject(outcome);
    expect(fake.messages).toEqual([]);
  });

  test("with a place left out, a wrong one, or one too long is refused by the platform", async () => {
    const { send } = await stage();
    const { ten, ...rest } = data;
    expect(await send(message(rest))).toMatchObject({ kind: "refused", reason: expect.stringContaining("-201") });
    expect(await send(message({ ...data, mau: "x" }))).toMatchObject({ kind: "refused" });
    expect(await send(message({ ...data, ten: ten.repeat(3) }))).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("-210"),
    });
  });

  test("is looked up with its review, its places and its price", async () => {
    const fake = new FakeZaloOa();
    fake.templates.make("412345");
    const ask = (id: string, token = oaToken) => askTemplate("http://x", token, id, oaFetch([fake]));
    expect(await ask("412345")).toEqual({
      kind: "ok",
      template: {
        ...{ name: "Nhắc học", status: "ENABLE", priceVnd: 140 },
        params: [
          { name: "ten", required: true, longest: 30 },
          { name: "ten_khoa", required: true, longest: 100 },
          { name: "so_bai", required: true, longest: 10 },
        ],
      },
    });
    expect(await ask("9")).toEqual({ kind: "refused", code: -109 });
    expect(await ask("412345", "dead")).toEqual({ kind: "refused", code: -216 });
    fake.fault({ kind: "html", method: "/template/info/v2" });
    expect(await ask("412345")).toEqual({ kind: "away", reached: true });
  });
});

describe("the package's allowance", () => {
  const ask = (fake: FakeZaloOa) => askAllowance("http://x", oaToken, oaFetch([fake]));

  test("is read, and where there is none nothing is left", async () => {
    const fake = new FakeZaloOa({ purse: { allowance: 500 } });
    expect(await ask(fake)).toEqual({ remain: 500, until: expect.any(Date) });
    expect(await ask(new FakeZaloOa())).toEqual({ remain: 0, until: null });
    fake.fault({ kind: "html", method: "/v3.0/oa/quota/message" });
    expect(await ask(fake)).toBeNull();
  });

  test.each([
    ["1790812345678", "2026-09-30T23:52:25.678Z"],
    ["31/12/2026", "2026-12-31T17:00:00.000Z"],
    ["2026-12-31T10:00:00Z", "2026-12-31T10:00:00.000Z"],
    ["soon", null],
    ["99/99/2026", null],
  ])("that ends at %j ends at %s", async (valid_through, until) => {
    const data = [{ product_type: "cs", quota_type: "sub_quota", valid_through, total: "500", remain: "123" }];
    const fetch = async () => Response.json({ error: 0, data });
    const told = await askAllowance("http://x", "t", fetch as never);
    expect([told?.remain, told?.until?.toISOString() ?? null]).toEqual([123, until]);
  });

  test("is relied on for half an hour, and not beyond its end or the month", () => {
    const now = new Date("2026-10-05T00:00:00Z");
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    expect(reliedOnUntil({ remain: 1, until: null }, now, at(600))).toEqual(at(30));
    expect(reliedOnUntil({ remain: 1, until: at(5) }, now, at(600))).toEqual(at(5));
    expect(reliedOnUntil({ remain: 1, until: null }, now, at(7))).toEqual(at(7));
  });
});

test("the platform's notices are heard, in few and harmless words, and are nobody's message", async () => {
  const noticed: string[] = [];
  const { channel, fake } = await openStage({}, { noticed: ({ text }) => void noticed.push(text) });
  fake.templates.make("412345");
  expect(channel.key(await fake.reviewTemplate("412345", "DISABLE"))).toBeNull();
  expect(noticed).toEqual(["template 412345 DISABLE"]);
  const quota = { event_name: "change_oa_daily_quota", quota: "<b>2000</b>", timestamp: "1" };
  expect(readNotice(quota)).toEqual({ kind: "quota", text: "quota b2000b" });
  expect(readNotice({ event_name: "change_template_status" })).toEqual({ kind: "template", text: "template" });
  expect(readNotice({ event_name: "user_send_text", status: "x" })).toBeNull();
});
