import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { sayDigest } from "#conversation/digesting.ts";
import { planDay } from "#delivery/plan.ts";
import type { LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { LocalDate } from "#domain/time.ts";
import { depart } from "../setup/departing.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
let minh: LearnerId;

/** Two weeks after a Monday on which Minh, who supervises, and Hoa joined and learnt nothing since. */
beforeEach(async () => {
  w = await chatWorld();
  onTestFinished(() => w.database.end());
  minh = await joins("s", "Trần Văn Minh", "supervisor");
  await joins("h", "Lê Thị Hoa");
  await w.invite("Chưa Vào", "Phòng Nội vụ");
  w.now = new Date("2026-03-16T00:30:00Z");
});

async function joins(chat: string, name: string, role: "learner" | "supervisor" = "learner"): Promise<LearnerId> {
  const { code, learner } = await w.invite(name, "Phòng Nội vụ", role);
  await w.types(chat, code);
  await w.types(chat, "đồng ý");
  return learner;
}

const minutes = (count: number) => {
  w.now = new Date(w.now.getTime() + count * 60_000);
};
/** Everything that is due, replies too, leaves. */
async function goesOut(chat: string): Promise<string[]> {
  await planDay(w.database.db, w.now);
  const sent = await depart(w.database.url, w.now);
  minutes(1);
  return sent.filter((one) => one.chat === chat).map(({ text }) => text);
}
const nudges = async () => (await w.database.db.execute(sql`select 1 from deliveries where kind = 'nudge'`)).length;

describe("the number of an offer", () => {
  test("alone means the digest while nothing was said after it, though a lesson's question is open", async () => {
    const told = await goesOut("s");
    expect(told.at(-1)).toContain("1. Nhắc 1 người chưa học trong 7 ngày qua ở Phòng Nội vụ: Lê Thị Hoa");
    expect(told.at(-1)).toContain("2. Mời lại 1 người chưa tham gia ở Phòng Nội vụ: Chưa Vào");
    expect(told.at(-2)).toContain("Câu 1/3");
    expect(await w.types("s", "1")).toContain("Đã gửi lời nhắc tới 1 người: Phòng Nội vụ.");
    expect(await nudges()).toBe(1);
  });

  test("alone answers the question once something was said after it; in words it is the offer's for ever", async () => {
    await goesOut("s");
    await w.types("s", "/baihoc");
    expect(await w.types("s", "1")).toMatch(/Chính xác|Chưa đúng/);
    expect(await nudges()).toBe(0);
    await goesOut("s");
    expect(await w.types("s", "làm 1")).toContain("Đã gửi lời nhắc tới 1 người");
    expect(await w.types("s", "lam 1")).toContain("1 người đã được nhắc hôm nay");
    expect(await w.types("s", "Việc 2")).toMatch(/- Chưa Vào \(Phòng Nội vụ\): NVT/);
    expect(await w.types("s", "làm 3")).toContain("Bản tin gần nhất có 2 việc.");
    expect(await nudges()).toBe(1);
  });

  test("means nothing to who never had a digest", async () => {
    await w.types("h", "/baihoc");
    expect(await w.types("h", "2")).toMatch(/Chính xác|Chưa đúng/);
    expect(await w.types("h", "làm 1")).toContain("Câu đang mở");
  });

  test("does nothing once the right is gone", async () => {
    await goesOut("s");
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.types("s", "1")).toMatch(/dành cho người phụ trách/);
    expect(await nudges()).toBe(0);
  });
});

test("each offer is one press, and pressing twice harms nobody", async () => {
  const message: Message = await w.database.db.transaction((tx) =>
    sayDigest(tx, minh, "2026-03-16" as LocalDate, w.now),
  );
  const presses = message.buttons.flat();
  expect(presses.map(({ label }) => label)).toEqual(["1. Nhắc 1 người", "2. Mời lại 1 người"]);
  for (const press of [...presses, ...presses]) {
    if (press.kind !== "press") throw new Error("an offer is a press");
    await w.sends("s", { tap: press.action });
    await w.handleAll();
  }
  expect(await nudges()).toBe(1);
});

test("the digest stops at a word and starts again at another, for this person alone", async () => {
  expect(await w.types("s", "/bantin")).toContain("Anh/Chị đang nhận bản tin");
  expect(await w.types("s", "dừng bản tin")).toContain("không nhận bản tin");
  expect((await goesOut("s")).some((text) => text.startsWith("Bản tin"))).toBe(false);
  expect(await w.types("s", "/bantin bật")).toContain("đang nhận");
  expect(await w.types("s", "/digest off")).toContain("bật bản tin");
  expect(await w.types("s", "bat ban tin")).toContain("đang nhận");
  expect((await goesOut("s")).some((text) => text.startsWith("Bản tin"))).toBe(true);
  expect(await w.types("h", "dừng bản tin")).toMatch(/dành cho người phụ trách/);
});
