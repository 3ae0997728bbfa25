/** A proxy through which nothing gets is a platform that was not reached: what was to be sent waits, and is not "unknown". */
import { expect, test } from "vitest";
import { openTelegram } from "#channels/telegram/open.ts";
import { openWire, type ProxyServer } from "#channels/wire.ts";
import { openZalo } from "#channels/zalo/open.ts";
import { freePort } from "../setup/port.ts";
import { type Manner, openProxy } from "../setup/proxy.ts";

const message = { text: [[{ text: "Chào anh chị" }]], buttons: [], typedHint: null };
const token = "123456789:AAtoken";

async function sends(proxy: ProxyServer): Promise<unknown[]> {
  const options = { token, apiRoot: "https://platform.example", warn: () => {}, proxy };
  await using telegram = openTelegram(options);
  await using zalo = openZalo(options);
  return await Promise.all([telegram.send("1" as never, message as never), zalo.send("1" as never, message as never)]);
}

test.each<[Manner]>([["refuses"], ["says nothing"], ["hangs up"]])("a proxy that %s", async (manner) => {
  await using proxy = await openProxy(manner);
  expect(await sends({ url: proxy.url, except: "" })).toEqual([{ kind: "unreached" }, { kind: "unreached" }]);
  expect(proxy.asked[0]).toEqual({
    target: "platform.example:443",
    authorization: `Basic ${Buffer.from("hocvu:mat khau").toString("base64")}`,
  });
});

test("a proxy that is not there", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await sends({ url, except: "" })).toEqual([{ kind: "unreached" }, { kind: "unreached" }]);
});

test("hosts that are excepted, and those near by without TLS, are called without it", async () => {
  await using proxy = await openProxy("refuses");
  await using wire = openWire({ url: proxy.url, except: "platform.invalid,127.0.0.1:1" });
  const init = { method: "GET", headers: {}, body: null, signal: AbortSignal.timeout(60_000), duplex: "half" } as const;
  await expect(wire.fetch("https://api.platform.invalid/", init)).rejects.toThrow("ENOTFOUND");
  await expect(wire.fetch("https://127.0.0.1:1/", init)).rejects.toThrow("ECONNREFUSED");
  await expect(wire.fetch("http://127.0.0.1:1/", init)).rejects.toThrow("ECONNREFUSED");
  expect(proxy.asked).toEqual([]);
});
