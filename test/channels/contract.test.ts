import { setTimeout } from "node:timers/promises";
import { openTelegram } from "#channels/telegram/open.ts";
import { openWebchat, type WebchatView } from "#channels/webchat/open.ts";
import { openZalo } from "#channels/zalo/open.ts";
import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { plainText } from "#domain/text.ts";
import { serveFakes } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { FakeZalo } from "../fakes/zalo.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { serveOa } from "../fakes/zalo-oa/serve.ts";
import { channelContract, type Stage } from "./contract.ts";
import { oneToken, picturesOf, serveSample } from "./samples.ts";

channelContract("Telegram", async (): Promise<Stage> => {
  const fake = new FakeTelegram();
  const server = await serveFakes([fake]);
  const channel = openTelegram({ token: fake.token, apiRoot: server.root, pictures: picturesOf(), warn() {} });
  fake.say(1001, "/start");
  await drain(server.root, fake.token);
  return {
    channel,
    chat: "1001",
    async saying(text, name) {
      fake.say(1001, text, name === undefined ? {} : { name });
      return (await drain(server.root, fake.token)).at(-1);
    },
    seen: () => fake.sent(1001).map(({ text }) => text),
    pictures: () => fake.sent(1001).map(({ file }) => file?.name ?? null),
    refusePictures: () =>
      fake.fault({ kind: 400, method: "sendPhoto", description: "Bad Request: IMAGE_PROCESS_FAILED" }),
    cutNext: () => fake.fault({ kind: "cut" }),
    [Symbol.asyncDispose]: () => closeAll(channel, server),
  };
});

channelContract("Zalo", async (): Promise<Stage> => {
  const fake = new FakeZalo();
  const server = await serveFakes([fake]);
  const files = await serveSample();
  const options = { token: fake.token, apiRoot: server.root, warn() {} };
  const channel = openZalo({ ...options, pictures: picturesOf(), publicUrl: files.url });
  const update = async () => ask(server.root, fake.token, { timeout: 0 });
  fake.say("3b7e91c04fd2a865e017", "xin chào");
  await update();
  return {
    channel,
    chat: "3b7e91c04fd2a865e017",
    async saying(text, name) {
      fake.say("3b7e91c04fd2a865e017", text, name === undefined ? {} : { name });
      return update();
    },
    seen: () => fake.sent("3b7e91c04fd2a865e017").map(({ text }) => text),
    pictures: () => fake.sent("3b7e91c04fd2a865e017").map(({ photo }) => photo),
    refusePictures: () => fake.fault({ kind: 400, method: "sendPhoto" }),
    cutNext: () => fake.fault({ kind: "cut" }),
    [Symbol.asyncDispose]: () => closeAll(channel, server, files),
  };
});

for (const pictures of ["by address", "by upload"] as const) {
  channelContract(`Zalo OA, pictures ${pictures}`, async (): Promise<Stage> => {
    const fake = new FakeZaloOa();
    const server = await serveOa([fake]);
    const files = await serveSample();
    const channel = openZaloOa({
      ...{ appId: fake.appId, apiRoot: server.root, tokens: oneToken(), warn() {}, pictures: picturesOf() },
      publicUrl: pictures === "by address" ? files.url : null,
    });
    const lan = "7300114455667788991";
    await fake.say(lan, "xin chào");
    return {
      channel,
      chat: lan,
      nameless: true,
      saying: (text) => fake.say(lan, text),
      seen: () => fake.sent(lan).map(({ text }) => text),
      pictures: () => fake.sent(lan).map(({ picture }) => picture),
      refusePictures() {
        fake.switches.pictures = false;
      },
      cutNext: () => fake.fault({ kind: "cut" }),
      [Symbol.asyncDispose]: () => closeAll(channel, server, files),
    };
  });
}

for (const look of ["telegram", "zalo"] as const) {
  channelContract(`The web chat, looking like ${look}`, async (): Promise<Stage> => {
    const views: WebchatView[] = [];
    let cut = false;
    let refusing = false;
    let posts = 0;
    const channel = openWebchat({
      async deliver(_chat, view) {
        views.push(view);
        if (cut) throw new Error("the database went away");
        return String(views.length);
      },
      pictures: {
        ...picturesOf(),
        path: async (hash) => (refusing ? null : picturesOf().path(hash)),
        filePath: async (id) => (refusing ? null : picturesOf().filePath(id)),
      },
    });
    return {
      channel: look === "zalo" ? { ...channel, limits: { ...channel.limits, buttons: 0 } } : channel,
      chat: `${look}:lan`,
      saying: async (text, name = "Lan") => ({
        id: `phone-${++posts}`,
        chat: `${look}:lan`,
        name,
        text,
        at: "2026-03-02T00:30:00.000Z",
      }),
      seen: () => views.map(({ lines }) => plainText(lines).normalize("NFC")),
      pictures: () => views.map(({ picture }) => picture?.alt ?? null),
      refusePictures() {
        refusing = true;
      },
      cutNext() {
        cut = true;
      },
      [Symbol.asyncDispose]: () => setTimeout(0),
    };
  });
}

async function closeAll(...all: readonly AsyncDisposable[]): Promise<void> {
  for (const each of all) await each[Symbol.asyncDispose]();
}

async function ask(root: string, token: string, parameters: object): Promise<unknown> {
  const answer = await fetch(`${root}/bot${token}/getUpdates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(parameters),
  });
  return answer.json();
}

/** All waiting updates of a Telegram bot, confirmed. */
async function drain(root: string, token: string): Promise<readonly unknown[]> {
  const { result } = (await ask(root, token, {})) as { result: { update_id: number }[] };
  const last = result.at(-1)?.update_id ?? 0;
  await ask(root, token, { offset: last + 1 });
  return result;
}
