import { describe, expect, test } from "vitest";
import type { SendOutcome } from "#channels/channel.ts";
import type { AccessToken } from "#channels/zalo-oa/tokens.ts";
import type { Message } from "#domain/message.ts";
import { oaToken } from "../../fakes/zalo-oa/api.ts";
import {
  askingPhone,
  madeBook,
  madeTable,
  oneToken,
  pictured,
  picturesOf,
  question,
  saying,
  serveSample,
  severalChoice,
} from "../samples.ts";
import { hourMs, lan, openStage } from "./stage.ts";

const shut = { kind: "shut", reason: expect.stringMatching(/^Zalo OA error -\d+: ./) } as unknown as SendOutcome;
const refused = (code: number): SendOutcome => ({ kind: "refused", reason: `Zalo OA error ${code}` });
const untilMinute = { kind: "throttled", retryAfterSeconds: expect.closeTo(42, -1) } as unknown as SendOutcome;

const table: readonly [number, SendOutcome][] = [
  [-32, untilMinute],
  ...[-204, -205, -209, -212, -219, -221, -223, -224, -242].map((code): [number, SendOutcome] => [code, shut]),
  ...[-213, -217, -227, -244].map((code): [number, SendOutcome] => [code, { kind: "gone" }]),
  ...[-230, -232, -211, -320, -321, -218].map((code): [number, SendOutcome] => [code, { kind: "closed" }]),
  ...[-201, -210, -233, -248, -249, -237, -238, -241, -403, -100, -9999].map((code): [number, SendOutcome] => [
    code,
    refused(code),
  ]),
  [-200, { kind: "unknown" }],
];

describe("every number of the platform", () => {
  test.each(table)("%i", async (code, outcome) => {
    for (const switches of [{}, { textErrors: true }, { realStatus: true }]) {
      const { fake, send } = await openStage({ switches });
      fake.fault({ kind: code });
      expect(await send()).toEqual(outcome);
      expect(fake.calls).toHaveLength(1);
    }
  });

  test("-234, at night: until the morning", async () => {
    const { clock, fake, send } = await openStage();
    await clock.to(Date.parse("2026-10-05T16:30:00Z")); // 23:30
    fake.fault({ kind: -234 });
    const outcome = await send();
    const hours = (outcome.kind === "throttled" ? outcome.retryAfterSeconds! : 0) / 3600;
    expect(hours).toBeGreaterThanOrEqual(6 + 35 / 60);
    expect(hours).toBeLessThan(6 + 37 / 60);
  });

  test.each([
    ["a gateway's page", { kind: "html" }, { kind: "unknown" }],
    ["a gateway that counts", { kind: "html", status: 429 }, untilMinute],
    ["a line that breaks after the message was taken", { kind: "cut" }, { kind: "unknown" }],
    ["a line that breaks before", { kind: "reset" }, { kind: "unknown" }],
    ["no connection", { kind: "refused" }, { kind: "unreached" }],
  ] as const)("%s", async (_, fault, outcome) => {
    const { fake, send } = await openStage();
    fake.fault(fault);
    expect(await send()).toEqual(outcome);
    expect(fake.calls).toHaveLength(1);
  });
});

describe("windows and money", () => {
  test("free for 48 hours, then the allowance, then the wallet, then nothing", async () => {
    const { clock, fake, send } = await openStage({ purse: { allowance: 1, wallet: 60 } });
    const charges: (string | undefined)[] = [];
    const note = async () => {
      const outcome = await send();
      charges.push(outcome.kind === "sent" ? outcome.charge : outcome.kind);
    };
    await clock.forward(48 * hourMs);
    await note();
    await clock.forward(1);
    for (let times = 0; times < 3; times++) await note();
    await clock.forward(5 * 24 * hourMs);
    fake.purse.wallet = 1000;
    await note();
    await fake.say(lan, "tôi đây");
    await note();
    expect(charges).toEqual(["free", "allowance", "wallet", "closed", "closed", "free"]);
    expect(fake.sent(lan).reduce((sum, { vnd }) => sum + vnd, 0)).toBe(55);
  });

  test("who follows and never wrote may have three messages", async () => {
    const { fake, send } = await openStage();
    await fake.follow("7");
    const kinds = [];
    for (let times = 0; times < 4; times++) kinds.push((await send(saying("Chào"), "7")).kind);
    expect(kinds).toEqual(["sent", "sent", "sent", "closed"]);
  });

  test("neither receipts nor sights open the way", async () => {
    const { clock, fake, send } = await openStage();
    await clock.forward(8 * 24 * hourMs);
    await fake.sees(lan);
    expect(await send()).toEqual({ kind: "closed" });
  });
});

describe("tokens", () => {
  const rotating = (renewed: AccessToken | null) => {
    let renewals = 0;
    const old = { value: "old", generation: 1 };
    return {
      renewals: () => renewals,
      current: async () => old,
      renew: async () => {
        renewals += 1;
        return renewed;
      },
    };
  };

  test.each([-216, -220, -124])("%i is met once with the token that took its place", async (code) => {
    const tokens = rotating({ value: oaToken, generation: 2 });
    const { fake, send } = await openStage({}, { tokens });
    if (code !== -216) fake.fault({ kind: code });
    expect(await send()).toMatchObject({ kind: "sent" });
    expect([fake.calls.map((call) => call.code), tokens.renewals()]).toEqual([[code, 0], 1]);
    expect(fake.sent(lan)).toHaveLength(1);
  });

  test("that is refused as well shuts the channel, and no third is asked for", async () => {
    const tokens = rotating({ value: "also dead", generation: 2 });
    const { fake, send } = await openStage({}, { tokens });
    expect(await send()).toEqual(shut);
    expect([fake.calls.length, tokens.renewals()]).toEqual([2, 1]);
  });

  test("without a grant nothing is asked, and an operator hears what to do", async () => {
    const none = { current: async () => null, renew: async () => null };
    for (const tokens of [none, rotating(null)]) {
      const { send } = await openStage({}, { tokens });
      expect(await send()).toEqual({
        kind: "shut",
        reason: "Zalo OA: there is no valid grant: run hocvu zalo-oa connect",
      });
    }
  });

  test("that cannot be renewed for the moment, or are not to be had, mean that nothing was sent", async () => {
    const away = {
      current: async () => {
        throw new Error("the database is away");
      },
      renew: async () => null,
    };
    for (const tokens of [oneToken("dead"), away]) {
      const { fake, send } = await openStage({}, { tokens });
      expect(await send()).toEqual({ kind: "unreached" });
      expect(fake.sent()).toEqual([]);
    }
  });
});

describe("an account of a body of the state", () => {
  test("is written to by the older address after one -235, and that is remembered", async () => {
    const remembered: string[] = [];
    const endpoint = {
      read: async () => (remembered.at(-1) as "v2" | undefined) ?? ("v3" as const),
      remember: async (found: "v3" | "v2") => void remembered.push(found),
    };
    for (let process = 0; process < 2; process++) {
      const { fake, send } = await openStage({ type: 4 }, { endpoint });
      for (let times = 0; times < 2; times++) expect(await send()).toMatchObject({ kind: "sent" });
      expect(fake.calls.map(({ code }) => code)).toEqual(process === 0 ? [-235, 0, 0] : [0, 0]);
    }
    expect(remembered).toEqual(["v2"]);
  });

  test("no other number leads to the other address", async () => {
    for (const [code] of table) {
      const { fake, send } = await openStage({ type: 4 });
      fake.fault({ kind: code });
      await send();
      expect(fake.calls).toHaveLength(1);
    }
  });

  test("that takes neither is not tried for ever", async () => {
    const { fake, send } = await openStage({ type: 4 });
    fake.fault({ kind: -240, method: "/v2.0/oa/message" });
    expect(await send()).toEqual(shut);
    expect(fake.calls).toHaveLength(2);
  });

  test("a business that was taken for one is put right without a message more", async () => {
    let known: "v3" | "v2" = "v2";
    const endpoint = {
      read: async () => known,
      async remember(found: "v3" | "v2") {
        known = found;
      },
    };
    const { fake, send } = await openStage({}, { endpoint });
    expect(await send()).toEqual({ kind: "unreached" });
    expect(await send()).toMatchObject({ kind: "sent" });
    expect([known, fake.sent(lan).length]).toEqual(["v3", 1]);
  });
});

describe("requests", () => {
  const counted = (room: number) => {
    const paused: number[] = [];
    let [taken, back] = [0, 0];
    const take = () => {
      if (taken === room) return 2500;
      taken += 1;
      return () => {
        back += 1;
      };
    };
    const requests = { perMinute: 100, take, pause: (ms: number) => void paused.push(ms) };
    return { requests, paused, seen: () => [taken, back] };
  };

  test("one send has its slot already; every call more takes one, and so does a probe", async () => {
    const { requests, seen } = counted(99);
    const { channel, send } = await openStage({}, { requests });
    await send();
    expect(seen()).toEqual([0, 0]);
    await send(pictured); // an upload before it
    expect(seen()).toEqual([1, 1]);
    await channel.probe();
    expect(seen()).toEqual([2, 2]);
  });

  test("without room for a call more the whole lane waits, and nothing was sent", async () => {
    const { requests } = counted(0);
    const tokens = { ...oneToken("old"), renew: async () => ({ value: oaToken, generation: 2 }) };
    const { fake, send } = await openStage({}, { requests, tokens });
    expect(await send()).toEqual({ kind: "throttled", retryAfterSeconds: 3 });
    expect(fake.sent()).toEqual([]);
  });

  test("the last one of a minute pauses the others before the platform refuses", async () => {
    const { requests, paused } = counted(99);
    const { fake, send, warned } = await openStage({ switches: { requestsPerMinute: 2 } }, { requests });
    await send();
    expect(paused).toEqual([]);
    await send();
    expect(paused).toEqual([expect.closeTo(42_000, -4)]);
    expect(await send()).toEqual(untilMinute);
    expect(fake.sent()).toHaveLength(2);
    expect(warned).toEqual([expect.stringMatching(/allows 2 requests a minute.*ZALO_OA_REQUESTS_PER_MINUTE=2$/)]);
  });
});

describe("buttons", () => {
  test("are Zalo's own, and a tap says what the button holds", async () => {
    const { channel, fake, send } = await openStage();
    await send(question);
    expect(fake.sent(lan).at(-1)!.buttons).toEqual([
      { type: "oa.query.hide", title: "A", payload: "hv1:q:7:0" },
      { type: "oa.query.hide", title: "B", payload: "hv1:q:7:1" },
    ]);
    const event = await fake.say(lan, "hv1:q:7:1");
    expect(channel.read(event)?.content).toEqual({ kind: "tap", action: "q:7:1" });
  });

  test("that are switched before they are sent are typed", async () => {
    const { fake, send } = await openStage();
    await send(severalChoice);
    const { buttons, text } = fake.sent(lan).at(-1)!;
    expect([buttons, text.endsWith("\nTrả lời: gõ các chữ, ví dụ A C")]).toEqual([[], true]);
  });

  test("that an account does not have are asked in words, as one message, and not offered for an hour", async () => {
    const { clock, fake, send } = await openStage({ switches: { buttons: false } });
    for (let times = 0; times < 2; times++) expect(await send(question)).toMatchObject({ kind: "sent" });
    expect(fake.calls.map(({ code }) => code)).toEqual([-233, 0, 0]);
    expect(fake.sent(lan).map(({ text }) => text.endsWith("\nTrả lời: gõ A hoặc B"))).toEqual([true, true]);
    await clock.forward(hourMs);
    fake.switches.buttons = true;
    await send(question);
    expect(fake.sent(lan).at(-1)!.buttons).toHaveLength(2);
  });
});

describe("the card that asks for a phone number", () => {
  const text = "Anh/Chị hỏi người phụ trách.";
  const shown = ({ fake }: Awaited<ReturnType<typeof openStage>>) =>
    fake.sent(lan).map((message) => (message.card ? "card" : message.text));

  test("is the message, with the sign that our server shows", async () => {
    await using sample = await serveSample();
    const stage = await openStage({}, { publicUrl: sample.url });
    expect(await stage.send(askingPhone)).toMatchObject({ kind: "sent", charge: "free" });
    expect(shown(stage)).toEqual(["card"]);
    expect(stage.fake.sent(lan)[0]).toMatchObject({
      text: "Anh/Chị chưa có mã?\nBấm vào đây để gửi số điện thoại.",
      picture: `${sample.url}/hoc-vu.png`,
    });
  });

  test("is its text where nobody reaches our server, and where the account does not take it, for an hour", async () => {
    const nowhere = await openStage();
    await nowhere.send(askingPhone);
    expect(shown(nowhere)).toEqual([text]);
    await using sample = await serveSample();
    const stage = await openStage({ switches: { cards: false } }, { publicUrl: sample.url });
    for (let times = 0; times < 2; times++) expect(await stage.send(askingPhone)).toMatchObject({ kind: "sent" });
    expect(stage.fake.calls.map(({ code }) => code)).toEqual([-233, 0, 0]);
    stage.fake.switches.cards = true;
    await stage.clock.forward(hourMs);
    await stage.send(askingPhone);
    expect(shown(stage)).toEqual([text, text, "card"]);
  });

  test("that was perhaps delivered is not followed by its text", async () => {
    await using sample = await serveSample();
    const stage = await openStage({}, { publicUrl: sample.url });
    stage.fake.fault({ kind: "cut" });
    expect(await stage.send(askingPhone)).toEqual({ kind: "unknown" });
    expect(shown(stage)).toEqual(["card"]);
  });
});

describe("a file", () => {
  const tabled: Message = { ...saying("Tải tại đây: https://hocvu.example.org/files/x.csv"), document: madeTable };
  const shown = ({ fake }: Awaited<ReturnType<typeof openStage>>) =>
    fake.sent(lan).map(({ text, picture }) => (text === "" ? picture : text));

  test("of a kind that Zalo takes is the message, and goes up once in six days, and again when it is lost", async () => {
    const stage = await openStage();
    const { clock, fake, send } = stage;
    for (let times = 0; times < 2; times++) expect(await send(tabled)).toMatchObject({ kind: "sent", charge: "free" });
    expect(shown(stage)).toEqual(["asset-1-file", "asset-1-file"]);
    expect(fake.assets.names).toEqual(["bao-cao.csv"]);
    await clock.forward(6 * 24 * hourMs);
    await fake.say(lan, "còn đây");
    await send(tabled);
    expect(fake.assets.taken).toBe(2);
    fake.fault({ kind: -100 });
    expect(await send(tabled)).toMatchObject({ kind: "sent" });
    expect(fake.assets.taken).toBe(3);
    expect(shown(stage)).toEqual(["asset-1-file", "asset-1-file", "asset-2-file", "asset-3-file"]);
  });

  test("of a kind that it does not take is its text, which says where the file is", async () => {
    const stage = await openStage();
    await stage.send({ ...tabled, document: madeBook });
    expect(shown(stage)).toEqual([tabled.text[0]![0]!.text]);
    expect(stage.fake.assets.taken).toBe(0);
  });

  test("that is refused, twice lost, too large, or no longer theirs is its text, once", async () => {
    const large = { kind: "csv", bytes: Buffer.alloc(5_000_001) } as const;
    const stages: [number[], Awaited<ReturnType<typeof openStage>>][] = [
      [[-201], await openStage()],
      [[-100, -100], await openStage()],
      [[], await openStage({}, { pictures: { ...picturesOf(), file: async () => large } })],
      [[], await openStage({}, { pictures: { ...picturesOf(), file: async () => null } })],
    ];
    for (const [codes, stage] of stages) {
      for (const kind of codes) stage.fake.fault({ kind });
      expect(await stage.send(tabled)).toMatchObject({ kind: "sent" });
      expect(shown(stage)).toEqual([tabled.text[0]![0]!.text]);
    }
  });

  test("is read anew each time: what its person may no longer see is not sent from the platform's shelf", async () => {
    let theirs = true;
    const own = picturesOf();
    const stage = await openStage({}, { pictures: { ...own, file: async (id) => (theirs ? own.file(id) : null) } });
    await stage.send(tabled);
    theirs = false;
    await stage.send(tabled);
    expect(shown(stage)).toEqual(["asset-1-file", tabled.text[0]![0]!.text]);
  });

  test("that was perhaps delivered is not followed by its text", async () => {
    const stage = await openStage();
    await stage.send(tabled); // an upload before it
    stage.fake.fault({ kind: "cut" });
    expect(await stage.send(tabled)).toEqual({ kind: "unknown" });
    expect(shown(stage)).toEqual(["asset-1-file", "asset-1-file"]);
  });
});

describe("a picture", () => {
  test("goes up once in six days, and again when the platform has lost it", async () => {
    const { clock, fake, send } = await openStage();
    for (let times = 0; times < 2; times++) await send(pictured);
    expect(fake.assets.taken).toBe(1);
    await clock.forward(6 * 24 * hourMs);
    await fake.say(lan, "còn đây");
    await send(pictured);
    expect(fake.assets.taken).toBe(2);
    fake.fault({ kind: -100 });
    expect(await send(pictured)).toMatchObject({ kind: "sent" });
    expect(fake.assets.taken).toBe(3);
    expect(fake.sent(lan).map(({ picture }) => picture?.startsWith("asset-"))).toEqual([true, true, true, true]);
  });

  test("whose address Zalo does not reach goes up, and the address is not offered for an hour", async () => {
    const { fake, send } = await openStage({}, { publicUrl: "http://127.0.0.1:1" });
    for (let times = 0; times < 2; times++) expect(await send(pictured)).toMatchObject({ kind: "sent" });
    expect(fake.calls.map(({ code }) => code)).toEqual([-201, 0, 0, 0]); // address, upload, message; message
    expect(fake.sent(lan)).toHaveLength(2);
  });
});
