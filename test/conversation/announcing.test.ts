import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;

/** Minh, who supervises, and Hoa have joined; one more has not. */
beforeEach(async () => {
  w = await chatWorld({ quotaOf: () => 3000, platformOf: () => "Zalo" });
  onTestFinished(() => w.database.end());
  await joins("s", "Trần Văn Minh", "supervisor");
  await joins("h", "Lê Thị Hoa");
  await w.invite("Chưa Vào", "Phòng Nội vụ");
  w.now = new Date("2026-03-02T02:00:00Z");
});

async function joins(chat: string, name: string, role: "learner" | "supervisor" = "learner"): Promise<void> {
  const { code } = await w.invite(name, "Phòng Nội vụ", role);
  await w.types(chat, code);
  await w.types(chat, "đồng ý");
}

const planned = async () =>
  (await w.database.db.execute(sql`select 1 from deliveries where kind = 'announcement'`)).length;
const texts = async () =>
  (await w.database.db.execute<{ text: string }>(sql`select text from announcements order by id`)).map(
    ({ text }) => text,
  );

describe("an announcement", () => {
  test("is shown as it will look, with whom it reaches and what it costs, and sent by a press", async () => {
    const shown = await w.types("s", "/thongbao Phòng Nội vụ: Mai họp lúc 8:30.\n\n\n<b>Mang sổ</b>\u202E");
    expect(shown).toBe(`Xem trước thông báo gửi tới: Phòng Nội vụ
Người nhận sẽ thấy:

Thông báo của Phòng Nội vụ

Mai họp lúc 8:30.

<b>Mang sổ</b>

Trần Văn Minh, Phòng Nội vụ

Gửi được tới 1 người, 1 tin.
Không gửi được: 1 người chưa tham gia.
Zalo: dùng 1 tin, đã dùng 0/3.000 tin của tháng.`);
    expect(await planned()).toBe(0);
    expect(await w.taps("s", "Gửi")).toContain("Đã nhận lệnh gửi tới 1 người: Phòng Nội vụ.");
    expect(await w.taps("s", "Gửi")).toContain("đã gửi hoặc đã hủy");
    expect([await planned(), await texts()]).toEqual([1, ["Mai họp lúc 8:30.\n\n<b>Mang sổ</b>"]]);
  });

  test.each([
    ["GỬI", 1],
    ["gui", 1],
    ["HỦY", 0],
    ["gửi đi nhé mọi người", 0],
    ["A", 0],
    ["ok", 0],
    ["/diem", 0],
  ])("is confirmed by the word alone, and dropped by anything else: %j", async (said, sent) => {
    await w.types("h", "/baihoc");
    await w.types("s", "/baihoc");
    await w.types("s", "/thongbao: Mai nghỉ.");
    await w.types("s", said);
    expect(await planned()).toBe(sent);
    await w.types("s", "gửi");
    expect(await planned()).toBe(sent);
    const answers = await w.database.db.execute(sql`select 1 from answers`);
    expect(answers).toHaveLength(0);
  });

  test("is dropped by a press, and an older preview's button sends nothing", async () => {
    await w.types("s", "/thongbao: Một.");
    const [old] = (await w.replies("s")).at(-1)!.buttons.flat();
    await w.types("s", "/thongbao: Hai.");
    if (old?.kind !== "press") throw new Error("no button");
    await w.sends("s", { tap: old.action });
    await w.handleAll();
    expect(await planned()).toBe(0);
    expect(await w.taps("s", "Hủy")).toContain("Đã hủy");
    expect(await planned()).toBe(0);
  });

  test("is written step by step, and can be left at each", async () => {
    expect(await w.types("s", "/thongbao")).toContain("Anh/Chị chưa gửi thông báo nào.");
    expect(await w.taps("s", "Viết thông báo")).toContain("tới ai?");
    expect(await w.types("s", "Phòng Không Có")).toContain("Không có lớp hoặc đơn vị nào");
    expect(await w.types("s", "lop mot")).toContain("nội dung gửi tới: Lớp một");
    expect(await w.types("s", "Trợ giúp: gõ học")).toContain("Trợ giúp: gõ học");
    expect(await w.types("s", "GỬI")).toContain("Đã nhận lệnh");
    expect(await w.types("s", "/thongbao mới")).toContain("tới ai?");
    expect(await w.types("s", "tất cả")).toContain("nội dung");
    expect(await w.types("s", "hủy")).toContain("Đã hủy");
    expect(await w.types("s", "điểm")).toMatch(/Điểm/);
    expect(await texts()).toEqual(["Trợ giúp: gõ học"]);
  });

  test("is refused when it is too long, and asked for again", async () => {
    expect(await w.types("s", `/thongbao Lớp một: ${"a".repeat(1001)}`)).toContain("1.001 ký tự");
    expect(await w.types("s", "a".repeat(1000))).toContain("Xem trước");
  });

  test("to what lies outside is answered like one to what does not exist; the right is read at each step", async () => {
    await w.invite("Người Khác", "Phòng Kín");
    expect(await w.types("s", "/thongbao Phòng Kín: x")).toBe(await w.types("s", "/thongbao Phòng Không Có: x"));
    expect(await w.types("h", "/thongbao: x")).toMatch(/dành cho người phụ trách/);
    await w.types("s", "/thongbao: x");
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.types("s", "GỬI")).toMatch(/dành cho người phụ trách/);
    expect(await planned()).toBe(0);
  });

  test("at night waits for the morning, and says so", async () => {
    w.now = new Date("2026-03-02T15:00:00Z");
    expect(await w.types("s", "/thongbao: Mai nghỉ.")).toContain("tin sẽ đi lúc 06:30");
    expect(await w.types("s", "GỬI")).toContain("tin sẽ đi lúc 06:30");
  });

  test("is found again with its counts, and by its number with who did not get it", async () => {
    await w.types("s", "/thongbao Phòng Nội vụ: Mai nghỉ.");
    await w.types("s", "GỬI");
    expect(await w.types("s", "/thongbao")).toMatch(
      /1\. 09:00 02\/03\/2026, Phòng Nội vụ\nđã gửi 0, đang chờ 1, không gửi được 1/,
    );
    expect(await w.types("s", "/thongbao 1")).toBe(`Thông báo 1: Phòng Nội vụ
đã gửi 0, đang chờ 1, không gửi được 1

chưa tham gia: 1 người

Chưa nhận được
- Chưa Vào (Phòng Nội vụ): chưa tham gia`);
    expect(await w.types("s", "/thongbao 2")).toContain("Không có thông báo nào của Anh/Chị");
    await joins("t", "Phạm Văn Tư", "supervisor");
    expect(await w.types("t", "/thongbao 1")).toContain("Không có thông báo nào của Anh/Chị");
  });

  test("is numbered by its own sender, whatever others have sent", async () => {
    await joins("t", "Phạm Văn Tư", "supervisor");
    await w.types("s", "/thongbao: Một.");
    await w.types("s", "GỬI");
    await w.types("t", "/thongbao: Của tôi.");
    expect(await w.types("t", "GỬI")).toContain("/thongbao 1");
    await w.types("s", "/thongbao: Hai.");
    expect(await w.types("s", "GỬI")).toContain("/thongbao 2");
    expect(await w.types("s", "/thongbao")).toMatch(/2\. 09:00[\s\S]*1\. 09:00/);
    expect(await w.types("s", "/thongbao 2")).toContain("Thông báo 2:");
    expect(await w.types("t", "/thongbao")).not.toMatch(/^[23]\./m);
    expect(await w.types("t", "/thongbao 2")).toContain("Không có thông báo nào của Anh/Chị");
  });

  test("keeps its words out of the audit and of what comes after it is dropped", async () => {
    await w.types("s", "/thongbao: Lời riêng.");
    await w.types("s", "HỦY");
    const found = await w.database.db.execute(sql`
      select 1 from chats where dialog::text like '%riêng%' union all select 1 from audit where detail::text like '%riêng%'`);
    expect(found).toHaveLength(0);
  });
});
