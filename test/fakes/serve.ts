/**
 * The fakes as a process of their own:
 *   node --import tsx test/fakes/serve.ts --telegram 8081 --zalo 8082 [--telegram-token T[,T2]] [--zalo-token T[,T2]]
 * Each port speaks the platform's API under /bot<TOKEN>/<method> and is driven under /control/<action> with JSON, e.g.
 *   POST /control/say {"chat":"1001","text":"/start ABC"}      POST /control/tap {"chat":"1001","button":"A"}
 *   GET  /control/sent?chat=1001                               POST /control/fault {"kind":"cut","times":1}
 * More bots than one: add "bot":"<digits of its token>". Port 0 picks one; what was picked is printed as JSON.
 */
import { parseArgs } from "node:util";
import { serveFakes } from "./shell.ts";
import { FakeTelegram } from "./telegram.ts";
import { FakeZalo } from "./zalo.ts";

const { values } = parseArgs({
  options: {
    telegram: { type: "string" },
    zalo: { type: "string" },
    "telegram-token": { type: "string" },
    "zalo-token": { type: "string" },
  },
});

const tokens = (list: string | undefined) => (list === undefined ? [{}] : list.split(",").map((token) => ({ token })));
const telegram = tokens(values["telegram-token"]).map((options) => new FakeTelegram(options));
const zalo = tokens(values["zalo-token"]).map((options) => new FakeZalo(options));

const open = {
  telegram: values.telegram === undefined ? null : await serveFakes(telegram, Number(values.telegram)),
  zalo: values.zalo === undefined ? null : await serveFakes(zalo, Number(values.zalo)),
};

const described = {
  telegram: open.telegram && { root: open.telegram.root, tokens: telegram.map(({ token }) => token) },
  zalo: open.zalo && { root: open.zalo.root, tokens: zalo.map(({ token }) => token) },
};
process.stdout.write(`${JSON.stringify(described)}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
