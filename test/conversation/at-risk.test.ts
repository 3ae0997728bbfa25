import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;

beforeEach(async () => {
  w = await chatWorld();
  onTestFinished(() => w.database.end());
  const { code } = await w.invite("Trần Văn Minh", "Phòng Nội vụ", "supervisor");
  await w.types("s", code);
  await w.types("s", "đồng ý");
});

test("a supervisor is told who needs help, why, and how to nudge; what lies outside is answered like what does not exist", async () => {
  await w.invite("Lê Thị Hoa\n- Giả Mạo", "Phòng Nội vụ");
  await w.invite("Người Khác", "Phòng Kín");
  expect(await w.types("s", "/cangiup")).toContain("Hiện không có ai cần giúp.");
  w.now = new Date("2026-03-13T02:00:00Z");
  const told = await w.types("s", "cần giúp");
  expect(told).toContain("Có 2 người cần giúp");
  expect(told).toContain("- Lê Thị Hoa - Giả Mạo (Phòng Nội vụ): chưa tham gia sau 11 ngày");
  expect(told).toContain("- Trần Văn Minh (Phòng Nội vụ): 9 ngày học liền chưa học; còn 5 bài đã giao chưa học");
  expect(told).toMatch(/gõ \/nhac/);
  expect(told).not.toContain("Người Khác");
  expect(await w.types("s", "/atrisk Phòng Kín")).toBe(await w.types("s", "/cangiup Phòng Không Có"));
});

test("the right is read each time, and learners are told whose command it is", async () => {
  await w.database.db.execute(sql`update posts set role = 'learner'`);
  expect(await w.types("s", "/cangiup")).toMatch(/dành cho người phụ trách/);
});
