/** What people wrote, who they are and what opens a bot is nowhere to be read when things go wrong: the real program fails in every way we know. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Config, readConfig } from "#app/config.ts";
import { openLog, secretsOf } from "#app/log.ts";
import { type Running, run } from "#app/run.ts";
import { connect } from "#db/connect.ts";
import type { ExportId, LearnerId } from "#domain/ids.ts";
import { type FakeServer, serveFakes } from "../fakes/shell.ts";
import { FakeTelegram } from "../fakes/telegram.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";
import { cohort, ids, importText, monday, publish } from "../supervision/world.ts";

const tokenSecret = "AAChimHoangYenTrongMoDayLa35KyTuDo";
const webhookSecret = "chim-hoang-yen-o-cua-webhook";
const said = "lời chim hoàng yến";
const phone = "0977123456";
const fullName = "Chim Hoàng Yến";
const chat = 770077007;
const path = "duong-chim-hoang-yen";
/** Each stands for one kind of secret; no failing path may show one of them. */
const canaries = [tokenSecret, webhookSecret, said, phone, fullName, String(chat), path];

let database: TestDatabase;
let fake: FakeTelegram;
let server: FakeServer;
let program: Running;
let address: string;
const logged: string[] = [];
const answered: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
  const made = await cohort(database.db);
  await importText(database.db, `ho_ten,don_vi,vai_tro,dien_thoai\n${fullName},Tỉnh,quan_ly,${phone}\n`, {
    cohort: made,
  });
  fake = new FakeTelegram({ token: `110201543:${tokenSecret}` });
  server = await serveFakes([fake]);
  const port = await freePort();
  const read = readConfig({
    DATABASE_URL: database.url,
    TELEGRAM_BOT_TOKEN: fake.token,
    TELEGRAM_API_ROOT: server.root,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    LOG_LEVEL: "trace",
  });
  if (!read.ok) throw new Error(read.problem);
  const config: Config = read.value;
  const log = openLog(config.logLevel, secretsOf(config), (line) => void logged.push(line));
  const opening = Promise.resolve({
    url: database.url,
    connection: connect(database.url, { max: 6, applicationName: "hocvu tests" }),
    applied: [],
    [Symbol.asyncDispose]: async () => {},
  });
  program = await run(config, ["bot", "worker", "web"], log, opening);
  address = program.address!;
  await eventually("the webhook is set", () => fake.webhookUrl !== "");
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await database.end();
});

/** From now on the database refuses rows of a table, and says of each all that it knows. */
async function refuse(table: string, deed: string, only = "true"): Promise<() => Promise<void>> {
  await database.sql.unsafe(`
    create or replace function refuse_aloud() returns trigger language plpgsql as $$
    begin raise exception 'refused: %', new using detail = new::text, hint = current_query(); end $$;
    create trigger refuse_aloud before ${deed} on ${table} for each row when (${only}) execute function refuse_aloud()`);
  return async () => void (await database.sql.unsafe(`drop trigger refuse_aloud on ${table}`));
}

async function get(where: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(`${address}${where}`, { redirect: "manual", ...init });
  answered.push(`${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  return answer.status;
}

const post = (body: string, secret = webhookSecret) =>
  get("/telegram/webhook", { method: "POST", body, headers: { "x-telegram-bot-api-secret-token": secret } });

const states = async (sql: string) => (await database.sql.unsafe(sql)).map((row) => Object.values(row)[0] as string);

/** Everything that is kept of failures, or shown: not the person's own rows, which hold what they wrote. */
async function shown(): Promise<string> {
  expect(await get("/metrics")).toBe(200);
  const queue = await database.sql<
    { name: string }[]
  >`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq'`;
  const rows: string[] = [];
  for (const { name } of queue) rows.push(...(await states(`select t::text from ${name} t`)));
  const kept = await states(`
    select error from inbox where error is not null union all select reason from deliveries where reason is not null
    union all select shut from lanes where shut is not null union all select t::text from audit t`);
  return [...logged, ...answered, ...rows, ...kept].join("\n");
}

const noCanary = async () => {
  const all = await shown();
  expect(canaries.filter((canary) => all.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);
  return all;
};

test("an update whose handling the database refuses is parked by a name and a place", async () => {
  const allow = await refuse("inbox", "update", "new.state = 'done'");
  fake.say(chat, `${said}, số ${phone}`);
  await eventually("it is parked", async () => (await states("select state from inbox")).includes("parked"));
  await allow();
  const all = await noCanary();
  expect(all).toContain("an update could not be handled");
  expect(await states("select payload::text from inbox")).toEqual([expect.stringContaining(said)]);
});

test("an update that cannot be stored is answered 503 in no words", async () => {
  const allow = await refuse("inbox", "insert");
  const update = { update_id: 9, message: { message_id: 9, date: 1, chat: { id: chat, type: "private" }, text: said } };
  expect(await post(JSON.stringify(update))).toBe(503);
  await allow();
  expect(await noCanary()).toContain("could not be stored");
});

test("what is no update, too large, or behind a wrong secret is refused in no words", async () => {
  expect(await post(`{"text":"${said} ${phone}"`)).toBe(400);
  expect(await post(`"${said.repeat(100_000)}"`)).toBe(413);
  expect(await post(`{"text":"${said}"}`, `${webhookSecret}x`)).toBe(401);
  await noCanary();
});

test("a platform that quotes our message, our token and the chat when it refuses", async () => {
  const send = (id: number) =>
    database.sql`with h as (insert into chats (bot, address, last_used_at) values ('telegram:110201543', ${String(chat)}, now())
        on conflict on constraint chats_once do update set last_used_at = now() returning id)
      insert into deliveries (kind, lane, bot, chat_id, inbox_id, body, due_at, created_at)
      select 'reply', 0, 'telegram:110201543', id, ${id}, ${JSON.stringify({ text: [[{ text: said }]], buttons: [], typedHint: null })}::jsonb, now(), now() from h`;
  fake.fault({ kind: 400, description: `Bad Request: can't parse entities: "${said}" of ${chat} at ${tokenSecret}` });
  await send(9001);
  await eventually(
    "it has failed",
    async () => (await states("select state from deliveries where inbox_id = 9001"))[0] === "failed",
  );
  fake.fault({ kind: 401, description: `Unauthorized: "${fake.token}"` });
  await send(9002);
  await eventually(
    "the lane is shut",
    async () => (await states("select shut from lanes where shut is not null")).length === 1,
  );
  const all = await noCanary();
  expect(all).toContain("400 Bad Request: can't parse entities");
});

test("a workbook that cannot be kept leaves no name in the job, in the log, or in what is told", async () => {
  const [quan] = Object.values(await ids(database.db)) as [LearnerId];
  await database.sql`update people set agreed_at = ${monday} where id = ${quan}`;
  const [row] = await database.sql`
    with h as (update chats set learner_id = ${quan}, state = 'active' where address = ${String(chat)} returning id)
    insert into exports (viewer_id, chat_id, inbox_id, scope_kind, asked_at) select ${quan}, id, 9100, 'own', now() from h returning id`;
  const allow = await refuse("private_files", "insert");
  await program.base.queues.ringExports([row!.id as ExportId]);
  await eventually("it was tried", async () => Number((await states("select tries from exports"))[0]) > 0);
  await allow();
  expect(await noCanary()).toContain("a workbook could not be made");
});

test("pages that are not there, are forbidden or fail say what is ours alone", async () => {
  const secret = path.padEnd(43, "0");
  const link = `/dashboard/vao/${secret}`;
  for (const where of [
    `/${path}`,
    `/files/${path}.png`,
    `/files/${path}`,
    `/%E0%A4%A${path}`,
    `/dashboard/${path}?q=${path}`,
    link,
  ]) {
    expect(
      await get(where, { headers: { cookie: `hocvu=${path}`, referer: `http://x/${path}` } }),
    ).toBeGreaterThanOrEqual(200);
  }
  await database.sql`alter table dashboard_sessions rename to gone_sessions`;
  await database.sql`alter table dashboard_links rename to gone_links`;
  const broken = await get("/dashboard", {
    headers: { cookie: `hocvu=${secret}` },
  });
  const brokenLink = await get(link);
  await database.sql`alter table gone_sessions rename to dashboard_sessions`;
  await database.sql`alter table gone_links rename to dashboard_links`;
  expect([broken, brokenLink]).toEqual([500, 500]);
  expect(await noCanary()).toContain("a request failed");
});
