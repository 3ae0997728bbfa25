/** Where the program connects to: what its operator named, and nothing that a person, an author or a platform writes. */
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTelegram } from "#channels/telegram/open.ts";
import { openWire } from "#channels/wire.ts";
import { openZalo } from "#channels/zalo/open.ts";

const inside: string[] = [];
/** What stands for an address that only this machine can reach, and for a platform that points there. */
const server = createServer((request, response) => {
  if (request.url === "/redirect") {
    response.writeHead(302, { location: `${root}/secret` }).end();
    return;
  }
  inside.push(request.url ?? "");
  response.end("{}");
});
let root: string;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => void inside.splice(0));

test("one place of the program opens connections to others; who calls it begins with an address of the configuration", () => {
  const src = path.resolve(import.meta.dirname, "../../src");
  const calling =
    /\bfetch\(\s*([^,]*),|\bask\(\{\s*url: [^,]*,|new \w*Agent\(|new Pool\(|\bhttps?\.(?:get|request)\(|net\.connect\(|tls\.connect\(|new WebSocket\(/g;
  const found = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(path.join(src, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return [...text.matchAll(calling)].map(([call]) => `${file}: ${call.replaceAll(/[`${}\s]/g, "")}`);
    });
  expect(found.sort()).toEqual([
    "app/embedded/postmaster.ts: net.connect(", // our own database, on this machine
    "app/zalo-oa/checks.ts: fetch(url,", // on behalf of the channel: it reads the clock of the answer
    "channels/telegram/api.ts: fetch(String(url),", // grammY's, below the API root
    "channels/wire.ts: fetch(url,",
    "channels/wire.ts: newAgent(",
    "channels/wire.ts: newEnvHttpProxyAgent(",
    "channels/wire.ts: newPool(",
    "channels/zalo-oa/account.ts: ask(url:apiRoot/v2.0/oa/getoa,",
    "channels/zalo-oa/allowance.ts: ask(url:apiRoot/v3.0/oa/quota/message,",
    "channels/zalo-oa/asking.ts: fetch(url,", // on behalf of the three that ask
    "channels/zalo-oa/client.ts: fetch(options.apiRoot+path,",
    "channels/zalo-oa/oauth.ts: fetch(oauthRoot/v4/oa/access_token,",
    "channels/zalo-oa/template.ts: ask(url:root/template/info/v2?template_id=encodeURIComponent(id),",
    "channels/zalo/client.ts: fetch(base/method,",
  ]);
});

test("a platform that answers with another address is not followed there", async () => {
  await using wire = openWire();
  const signal = AbortSignal.timeout(60_000);
  const answer = await wire.fetch(`${root}/redirect`, {
    method: "POST",
    headers: {},
    body: "{}",
    signal,
    duplex: "half",
  });
  expect(answer.status).toBe(302);
  expect(inside).toEqual([]);
});

test("a picture, a link or a file that somebody sends is not fetched", async () => {
  const url = () => `${root}/latest/meta-data`;
  await using telegram = openTelegram({ token: "110201543:AAtoken", apiRoot: "http://bot-api.invalid", warn() {} });
  await using zalo = openZalo({ token: "99:token", apiRoot: "http://bot-api.invalid", warn() {} } as Parameters<
    typeof openZalo
  >[0]);
  const chat = { id: 7, type: "private" };
  for (const more of [
    { text: url(), entities: [{ type: "url", offset: 0, length: 20 }], link_preview_options: { url: url() } },
    { photo: [{ file_id: "a", file_unique_id: "b", width: 1, height: 1, url: url() }], caption: url() },
    { document: { file_id: url(), file_unique_id: "b" } },
  ])
    telegram.read({
      update_id: 1,
      message: { message_id: 1, date: 1, chat, from: { id: 7, is_bot: false, first_name: "x" }, ...more },
    });
  for (const event of ["message.text.received", "message.image.received", "message.sticker.received"])
    zalo.read({
      event_name: event,
      message: {
        message_id: "m",
        date: 1,
        chat: { id: "c", chat_type: "PRIVATE" },
        from: { id: "c" },
        text: url(),
        photo_url: url(),
        photo: url(),
        url: url(),
      },
    });
  await new Promise<void>((soon) => setImmediate(soon));
  expect(inside).toEqual([]);
});
