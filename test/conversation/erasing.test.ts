/** Erasing in the middle of things: of a push that is under way, of an open question, of a draft; and what comes after it. */
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { receive } from "#conversation/receive.ts";
import { finishErasures } from "#db/records/erase.ts";
import type { LearnerId } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import { addMinutes } from "#domain/time.ts";
import { showLearner } from "#learning/state.ts";
import { importText } from "../supervision/world.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

/** Six values, one of each kind that is somebody's. */
const planted = {
  name: "Lê Thị Chim Yến",
  phone: "0977123456",
  email: "chim.yen@example.vn",
  typed: "câu trả lời tự gõ",
  draft: "bản nháp thông báo riêng",
  address: "chat-chim-yen",
} as const;
const chat = planted.address;

let w: ChatWorld;
let lan: LearnerId;
const { name, phone, email, typed, draft } = planted;

beforeEach(async () => {
  w = await chatWorld();
  onTestFinished(() => w.database.end());
  const invited = await w.invite(name, "Phòng A", "supervisor");
  lan = invited.learner;
  await w.types(chat, invited.code);
  await w.types(chat, "đồng ý");
  const { sql } = w.database;
  await sql`update people set phone = ${phone}, email = ${email}, code = 'CB-YEN' where id = ${lan}`;
  expect(await w.types(chat, "bài học")).toContain("Câu 1/3");
  await w.types(chat, "A");
  await sql`update answers set chosen = ${JSON.stringify(JSON.stringify(typed))}::text::jsonb`;
  await w.types(chat, `tôi tên ${name}, số ${phone}`);
  await w.types(chat, `thông báo Phòng A: ${draft}`);
});

/** Which of the six stand anywhere in the database. */
async function found(): Promise<string[]> {
  const { sql } = w.database;
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const all = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
    rows.push(...all.map(({ row }) => row));
  }
  const whole = [...rows, JSON.stringify(w.log.lines)].join("\n");
  return Object.entries(planted).flatMap(([kind, value]) => (whole.includes(value) ? [kind] : []));
}

/** A push and its answers are in every state that there is. */
const pushing = () => w.database.sql`
  insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, ordinal, state, body, due_at, created_at)
  select 'reminder', 1, bot, id, ${lan}, ${w.cohort}, '2026-03-02', n, s.state, ${JSON.stringify({ text: name })}::jsonb, ${w.now}, ${w.now}
  from chats, unnest(array['planned', 'queued', 'sending', 'sent', 'unknown']) with ordinality as s(state, n) where address = ${chat}`;

/** The goodbye leaves, what was being sent ends, and the tick comes. */
async function ended(): Promise<void> {
  await w.database
    .sql`update deliveries set state = 'sent', platform_id = 'm1', body = null where state in ('planned', 'queued', 'sending')`;
  await w.database.db.transaction((tx) => finishErasures(tx, w.now));
}

async function erase(): Promise<void> {
  expect(await w.types(chat, "/xoa")).toContain("XÓA HẾT");
  await w.types(chat, "XÓA HẾT");
  // The chat is another one from here on: a stranger's, with one thing said in it.
  expect((await w.replies(chat)).map(({ text }) => plainText(text))).toEqual([
    expect.stringContaining("Đã xóa dữ liệu"),
  ]);
}

const card = (id: LearnerId) => w.database.db.transaction((tx) => showLearner(tx, id, w.now));

test("all six are there before, so that finding none says something", async () => {
  expect((await found()).sort()).toEqual(Object.keys(planted).sort());
});

test("during a push and with a question open nothing of the six is left, and what counts stays", async () => {
  const before = await card(lan);
  await pushing();
  await erase();
  await ended();
  expect(await found()).toEqual([]);
  expect(await card(lan)).toMatchObject({
    state: "erased",
    fullName: null,
    points: before!.points,
    answers: before!.answers,
  });
  const [left] = await w.database.sql`select count(*) from deliveries where state in ('planned', 'queued', 'sending')`;
  expect(left!.count).toBe(0);
});

test("what was written before and comes only now brings nothing back, before the goodbye has left or after", async () => {
  const written = w.now;
  await pushing();
  w.now = addMinutes(w.now, 2);
  await erase();
  const late = async (text: string) => {
    const id = await w.sends(chat, { text, at: written.toISOString() });
    await receive(w.deps, id!);
  };
  const owed = async () => (await w.database.sql`select 1 from deliveries where state = 'planned'`).length;
  const before = await owed();
  await late(`${typed}: B`);
  expect(await owed()).toBe(before);
  await ended();
  expect(await found()).toEqual([]);
  await late(`${name} đây, ${phone}`);
  await ended();
  expect(await found()).toEqual([]);
  expect(await card(lan)).toMatchObject({ state: "erased" });
});

test("the same update again, from before, is known and does nothing", async () => {
  const id = await w.sends(chat, { text: "A" }, "lap-lai");
  await receive(w.deps, id!);
  await erase();
  await ended();
  expect(await w.sends(chat, { text: "A" }, "lap-lai")).toBeNull();
  expect(await found()).toEqual([]);
});

test("whoever writes after it is a stranger, and is answered", async () => {
  await erase();
  await ended();
  w.now = addMinutes(w.now, 1);
  expect(await w.types(chat, "xin chào", w.now)).toContain("mã mời");
});

test("a roster that names them again makes somebody new, who must be invited and agree, and has no history", async () => {
  const before = await card(lan);
  await erase();
  await ended();
  const csv = `ho_ten,don_vi,email,dien_thoai,ma\n${name},Phòng A,${email},${phone},CB-YEN\n`;
  expect(await importText(w.database.db, csv, { cohort: w.cohort })).toMatchObject({ created: 1 });
  const [row] = await w.database.sql`select id from people where full_name = ${name}`;
  const again = row!.id as LearnerId;
  expect(again).not.toBe(lan);
  expect(await card(again)).toMatchObject({ state: "invited", points: 0, lessonsCompleted: 0, channels: [] });
  expect(await card(lan)).toMatchObject({ state: "erased", fullName: null, points: before!.points });
  expect((await found()).sort()).toEqual(["email", "name", "phone"]);
});
