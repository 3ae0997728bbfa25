import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { receive } from "#conversation/receive.ts";
import { connect } from "#db/connect.ts";
import { readCard } from "#db/roster/people.ts";
import type { LearnerId } from "#domain/ids.ts";
import { plainText } from "#domain/text.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
beforeEach(async () => {
  w = await chatWorld();
  return () => w.database.end();
});

const joined = async (chat: string, name = "Nguyễn Thị Lan", role: "learner" | "supervisor" = "learner") => {
  const { code, learner } = await w.invite(name, "Phòng Nội vụ", role);
  await w.types(chat, code);
  await w.types(chat, "đồng ý");
  return learner;
};
const card = (learner: LearnerId) => w.database.db.transaction((tx) => readCard(tx, learner, w.now));
/** The letter under which the right option stands in the text: the author's options begin "một". */
const rightLetter = (text: string) => /([A-C])\. một/.exec(text.slice(text.lastIndexOf("Câu")))![1]!;
const wrongLetter = (text: string) => /([A-C])\. hai/.exec(text.slice(text.lastIndexOf("Câu")))![1]!;

describe("joining", () => {
  test("a stranger is told how; a wrong code and a spent one get the same answer, which names /lienket", async () => {
    expect(await w.types("a", "xin chào")).toContain("mã mời");
    const wrong = await w.types("a", "K7M4QX9T");
    const { code } = await w.invite("Lan Anh", "Phòng A");
    await w.types("b", code);
    expect(await w.types("a", code)).toBe(wrong);
    expect(wrong).toContain("/lienket");
  });

  test("nothing is taught before the privacy notice is agreed to", async () => {
    const { code, learner } = await w.invite("Nguyễn Thị Lan", "Phòng A");
    expect(await w.types("a", `/start ${code}`)).toContain("chương trình tự động");
    expect(await w.types("a", "/baihoc")).toContain("đồng ý");
    expect(await w.types("a", "không đồng ý")).toContain("chưa đồng ý");
    expect((await card(learner))!.state).toBe("invited");
    expect(await w.types("a", "ĐỒNG Ý")).toContain("đã vào lớp");
    expect((await card(learner))!.state).toBe("active");
  });

  test("who comes by a cohort's code and does not agree is told so, and forgotten", async () => {
    await w.invite("Người Có Sẵn", "Ủy ban xã");
    await w.types("c9", w.joinCode);
    await w.types("c9", "Nguyễn Thị Không");
    await w.types("c9", "1");
    expect(await w.types("c9", "không đồng ý")).toMatch(/đã được xóa.*mã lớp/s);
    const [left] = await w.database.db.execute(sql`
      select (select count(*) from people where full_name = 'Nguyễn Thị Không') as people,
        (select count(*) from inbox where state <> 'done') as waiting`);
    expect(left).toEqual({ people: 0, waiting: 0 });
    expect(await w.types("c9", w.joinCode)).toMatch(/họ tên|họ và tên/);
  });

  test("a cohort's code asks for the name and the unit, and the person appears as a learner", async () => {
    await w.invite("Ai Đó", "Phòng Nội vụ");
    await w.invite("Ai Khác", "Phòng Tài chính");
    expect(await w.types("n", w.joinCode)).toContain("họ và tên");
    expect(await w.types("n", "ok")).toContain("chưa đọc được họ tên");
    expect(await w.types("n", "cho em hỏi với ạ")).toContain("chưa đọc được họ tên");
    expect(await w.types("n", "trợ giúp")).toContain("Mã mời");
    expect(await w.types("n", w.joinCode)).toContain("Anh/Chị đang vào lớp");
    expect(await w.types("n", `em gửi mã ${w.joinCode} ạ`)).toContain("Anh/Chị đang vào lớp");
    expect(await w.types("n", "Dạ, em là Trần Văn Bình ạ")).toContain("1. Phòng Nội vụ");
    expect(await w.types("n", "9")).toContain("chưa nhận ra đơn vị");
    expect(await w.types("n", "2")).toContain("Anh/Chị Bình");
    expect(await w.types("n", "đồng ý")).toContain("đã vào lớp");
    const [row] = await w.database.db.execute(
      sql`select o.role, u.name from people p join posts o on o.person_id = p.id join units u on u.id = o.unit_id where p.full_name = 'Trần Văn Bình'`,
    );
    expect(row).toEqual({ role: "learner", name: "Phòng Tài chính" });
  });
});

test("a unit is picked by its name as well as by its number, and one of two that differ by accents by its spelling", async () => {
  for (const unit of ["Phòng Nội vụ", "Xã Tân", "Xã Tấn"]) await w.invite("Ai Đó", unit);
  const picks = async (chat: string, unit: string) => {
    await w.types(chat, w.joinCode);
    await w.types(chat, "Trần Văn Bình");
    return w.types(chat, unit);
  };
  expect(await picks("n1", "phong noi vu")).toContain("Trước khi bắt đầu");
  expect(await picks("n2", "Xã Tấn")).toContain("Trước khi bắt đầu");
  expect(await picks("n3", "xa tan")).toContain("chưa nhận ra đơn vị");
  expect(await picks("n4", "Phòng")).toContain("chưa nhận ra đơn vị");
  const rows = await w.database.db.execute(sql`
    select u.name from people p join posts o on o.person_id = p.id join units u on u.id = o.unit_id
    where p.full_name = 'Trần Văn Bình' order by p.id`);
  expect(rows.map(({ name }) => name)).toEqual(["Phòng Nội vụ", "Xã Tấn"]);
});

describe("a lesson in chat", () => {
  test("three questions are four messages, a wrong one comes back once, the points are exact", async () => {
    const learner = await joined("a");
    let text = await w.types("a", "học");
    expect(text).toMatch(/Bài 1\/5[\s\S]*Câu 1\/3/);
    text = await w.types("a", wrongLetter(text));
    expect(text).toMatch(/trở lại[\s\S]*Câu 2\/3/);
    text = await w.taps("a", rightLetter(text));
    text = await w.types("a", `đáp án ${rightLetter(text).toLowerCase()} ạ`);
    expect(text).toMatch(/thử lại/);
    text = await w.types("a", rightLetter(text));
    expect(text).toMatch(/2\/3/);
    expect((await w.replies("a")).length).toBe(2 + 5);
    expect(await card(learner)).toMatchObject({
      points: 10 + 10 + 4 + 5,
      lessonsCompleted: 1,
      answers: { right: 2, wrong: 1 },
    });
  });

  test("the same update, in any number of copies and hands, counts once and is answered once", async () => {
    const learner = await joined("a");
    const text = await w.types("a", "/baihoc");
    await w.sends("a", { text: rightLetter(text) }, "same");
    await w.sends("a", { text: rightLetter(text) }, "same");
    await Promise.all([w.handleAll(), w.handleAll(), w.handleAll()]);
    expect((await card(learner))!.points).toBe(10);
    expect((await w.replies("a")).length).toBe(4);
  });

  test("a press on a question that has its answer changes nothing and shows what is open", async () => {
    const learner = await joined("a");
    const first = await w.types("a", "/baihoc");
    await w.taps("a", rightLetter(first));
    const [before] = (await w.replies("a")).slice(-2);
    const stale = before!.buttons.flat()[0]!;
    await w.sends("a", { tap: stale.kind === "press" ? stale.action : "" });
    await w.handleAll();
    expect((await card(learner))!.points).toBe(10);
    expect((await w.replies("a")).length).toBe(5);
  });

  test("an answer typed again before the next question has come is no answer to that one", async () => {
    await w.database.end();
    w = await chatWorld({ countsMessages: () => true });
    const learner = await joined("a");
    const first = await w.types("a", "/baihoc");
    await w.sends("a", { text: rightLetter(first) });
    await w.sends("a", { text: rightLetter(first) });
    await w.sends("a", { text: "bỏ qua" });
    await w.handleAll();
    const [verdict, hint, ...more] = (await w.replies("a")).slice(-2).map(({ text }) => plainText(text));
    expect([verdict, hint]).toEqual([
      expect.stringMatching(/^Chính xác![\s\S]*Câu 2\/3/),
      expect.stringMatching(/đã trả lời rồi[\s\S]*không tính[\s\S]*câu 2\/3/),
    ]);
    expect(more).toEqual([]);
    expect((await card(learner))!.answers).toEqual({ right: 1, wrong: 0 });
    expect(await w.types("a", rightLetter(verdict!))).toMatch(/^Chính xác![\s\S]*Câu 3\/3/);
  });

  test("nobody answers for another: a crafted press is no answer", async () => {
    const learner = await joined("a");
    await joined("b", "Lê Văn Hùng");
    await w.types("a", "/baihoc");
    const button = (await w.replies("a")).at(-1)!.buttons.flat()[0]!;
    await w.sends("b", { tap: button.kind === "press" ? button.action : "" });
    for (const crafted of ["a:1:0:0:9", "a:99999:0:0:0", "__proto__", "u:1", "c:1", "x".repeat(64)]) {
      await w.sends("b", { tap: crafted });
    }
    await w.handleAll();
    const [row] = await w.database.db.execute(sql`select count(*) as n from answers`);
    expect(row).toEqual({ n: 0 });
    expect((await card(learner))!.points).toBe(0);
    expect(w.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("what cannot be understood costs no try and repeats the choices", async () => {
    await joined("a");
    await w.types("a", "/baihoc");
    expect(await w.types("a", "anh ơi cho em hỏi")).toMatch(/không tính/);
    const [row] = await w.database.db.execute(sql`select count(*) as n from answers`);
    expect(row).toEqual({ n: 0 });
  });

  test("an answer written before midnight and handled after it keeps the day it was written on", async () => {
    const learner = await joined("a");
    w.now = new Date("2026-03-02T16:50:00Z"); // 23:50
    let text = await w.types("a", "/baihoc");
    for (let left = 3; left > 0; left--) {
      const written = new Date("2026-03-02T16:58:00Z");
      w.now = new Date("2026-03-02T17:30:00Z");
      text = await w.types("a", rightLetter(text), written);
    }
    const days = await w.database.db.execute(sql`select day from streak_days where learner_id = ${learner}`);
    expect(days).toEqual([{ day: "2026-03-02" }]);
  });
});

describe("hints", () => {
  test("where messages are counted there is one a minute, and answers always count", async () => {
    await w.database.end();
    w = await chatWorld({ countsMessages: () => true });
    await joined("a");
    const text = await w.types("a", "/baihoc");
    expect(await w.types("a", "ừm")).not.toBe("");
    expect(await w.types("a", "hả")).toBe("");
    expect(await w.types("a", rightLetter(text))).toContain("Câu 2/3");
    w.now = new Date(w.now.getTime() + 61_000);
    expect(await w.types("a", "hả")).not.toBe("");
  });
});

describe("a stranger where messages are counted", () => {
  beforeEach(async () => {
    await w.database.end();
    w = await chatWorld({ countsMessages: () => true });
  });
  const later = () => {
    w.now = new Date(w.now.getTime() + 61_000);
  };

  test("is answered once a minute, whatever they write", async () => {
    const all = ["điểm", "trợ giúp", "start", "/diem", "/start K7M4QX9T", "xin chào", "123456", "K7M4QX9T"];
    for (const said of all) {
      expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(/./)]);
      for (const again of all) expect([again, await w.types("a", again)]).toEqual([again, ""]);
      later();
    }
    expect(await w.types("a", "K7M4QX9T")).toContain("phút"); // too many wrong codes
    expect(await w.types("a", "K7M4QX9T")).toBe("");
  });

  test("is answered at once by a code that works", async () => {
    const { code } = await w.invite("Nguyễn Thị Lan", "Phòng A");
    expect(await w.types("a", "xin chào")).not.toBe("");
    expect(await w.types("a", "K7M4QX9T")).toBe("");
    expect(await w.types("a", code)).toContain("chương trình tự động");
    expect(await w.types("a", "đồng ý")).toContain("đã vào lớp");
    expect(await w.types("a", "điểm")).not.toBe("");
    expect(await w.types("a", "điểm")).not.toBe("");
  });

  test("gets every step of a join that goes on, and one hint a minute where it does not", async () => {
    await w.invite("Ai Đó", "Phòng Nội vụ");
    await w.invite("Ai Khác", "Phòng Tài chính");
    expect(await w.types("n", "xin chào")).not.toBe("");
    expect(await w.types("n", w.joinCode)).toContain("họ và tên");
    expect(await w.types("n", `/start ${w.joinCode}`)).toBe("");
    expect(await w.types("n", "ok")).toBe("");
    later();
    expect(await w.types("n", "ok")).toContain("chưa đọc được họ tên");
    expect(await w.types("n", "ok")).toBe("");
    expect(await w.types("n", "Trần Văn Bình")).toContain("1. Phòng Nội vụ");
    expect(await w.types("n", "9")).toBe("");
    later();
    expect(await w.types("n", "9")).toContain("chưa nhận ra đơn vị");
    expect(await w.types("n", "9")).toBe("");
    expect(await w.types("n", "2")).toContain("Anh/Chị Bình");
  });
});

describe("about oneself", () => {
  test("every command of a learner answers, in any spelling", async () => {
    await joined("a");
    for (const [said, expected] of [
      ["Điểm", /Điểm|điểm/],
      ["/CHUOI", /ngày/],
      ["xep hang", /Phòng Nội vụ/],
      ["giờ 7h15", /07:15/],
      ["/gio 23:00", /06:30/],
      ["tam dung 3 ngày", /tạm dừng/],
      ["/baihoc", /tạm dừng/],
      ["tiếp tục", /học tiếp/],
      ["/lienket", /\d{6}/],
      ["dữ liệu", /Nguyễn Thị Lan/],
      ["trợ giúp", /\/baihoc/],
      ["/hoi VNeID là gì?", /sắp có/],
      ["/tiendo", /người phụ trách/],
      ["/start", /trở lại/],
      ["rời lớp", /một lần nữa/],
    ] as const) {
      expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(expected)]);
    }
    expect(await w.types("a", "điểm")).toMatch(/Điểm/);
    expect(await w.types("a", "/roilop")).toMatch(/một lần nữa/);
    expect(await w.types("a", "/roilop")).toMatch(/đã rời lớp/);
  });

  test('"no" to leaving, and a command that there is not, are no answers to the open question', async () => {
    await joined("a");
    await w.types("a", "/baihoc");
    await w.types("a", "/roilop");
    expect(await w.types("a", "Không ạ")).toMatch(/vẫn ở trong lớp/);
    expect(await w.types("a", "/baihok")).toMatch(/chưa hiểu/);
    expect(await w.types("a", "/diem 5")).toMatch(/Điểm|điểm/);
    expect(await w.database.db.execute(sql`select 1 from answers`)).toEqual([]);
    expect(await w.types("a", "/roilop")).toMatch(/một lần nữa/); // asked anew
  });

  test("who left their class is told that they are in none, not that they have finished", async () => {
    await joined("a");
    const question = await w.types("a", "/baihoc");
    await w.types("a", "/roilop");
    await w.types("a", "/roilop");
    for (const said of ["/baihoc", "/roilop", "học"]) {
      expect(await w.types("a", said)).toMatch(/chưa tham gia lớp nào[\s\S]*mã mời/);
    }
    let text = await w.types("a", rightLetter(question));
    for (let left = 2; left > 0; left--) text = await w.types("a", rightLetter(text));
    expect(text).toMatch(/học xong bài/);
    expect(text).not.toMatch(/học hết/);
  });

  test("when the lesson comes is told with a new time and at the end of a pause, and nothing where none comes", async () => {
    await joined("a"); // 07:00
    expect(await w.types("a", "/gio 8h")).toBe("Từ hôm nay, bài đến lúc 08:00.");
    await w.types("a", "/tamdung 3");
    expect(await w.types("a", "/tieptuc")).toMatch(/học tiếp\.\n\nBài tiếp theo đến lúc 08:00 hôm nay/);
    await w.types("a", "/tamdung 3");
    w.now = new Date("2026-03-02T03:00:00Z"); // 10:00
    expect(await w.types("a", "/tieptuc")).toMatch(/Bài hôm nay sẽ đến ngay/);
    await w.types("a", "/roilop");
    await w.types("a", "/roilop");
    expect(await w.types("a", "/gio 9h")).toBe("Giờ nhận bài hiện nay: 09:00.");
  });

  test("someone known is told that a code brings nothing new, whosever it is, and nothing is spent", async () => {
    await joined("a");
    const { code } = await w.invite("Trần Văn Minh", "Phòng Nội vụ");
    const replies = new Set<string>();
    for (const said of [code, w.joinCode, "K7M4QX9T", "482913"]) replies.add(await w.types("a", said));
    expect([...replies]).toEqual([
      expect.stringMatching(/trở lại\.\nAnh\/Chị đã ở trong Học Vụ, nên mã này không được dùng/),
    ]);
    expect(await w.types("b", code)).toContain("Anh/Chị Minh");
  });

  test("a code from /lienket joins another chat to the same learner, once", async () => {
    const learner = await joined("a");
    const code = /\d{6}/.exec(await w.types("a", "/lienket"))![0];
    expect(await w.types("z", code)).toContain("Đã kết nối");
    expect(await w.types("y", code)).toContain("/lienket");
    expect((await card(learner))!.channels).toHaveLength(2);
  });

  test("/xoa takes the words in full, and then whoever writes there is a stranger", async () => {
    const learner = await joined("a");
    await w.types("a", "/xoa");
    expect(await w.types("a", "thôi")).not.toContain("Đã xóa");
    expect((await card(learner))!.fullName).toBe("Nguyễn Thị Lan");
    await w.types("a", "/xoa");
    await w.types("a", "XÓA HẾT");
    expect(await card(learner)).toMatchObject({ state: "erased", fullName: null });
    expect(await w.types("a", "/diem")).toContain("chưa tham gia");
  });
});

test("an erasure that was asked for yesterday is no longer waited for: a quiz answer is one, and its words ask anew", async () => {
  const learner = await joined("a");
  const text = await w.types("a", "/baihoc");
  await w.types("a", "/xoa");
  w.now = new Date("2026-03-03T00:00:00Z");
  expect(await w.types("a", rightLetter(text))).toMatch(/^Chính xác!/);
  expect(await w.types("a", "xóa hết")).toMatch(/Để xóa, Anh\/Chị gõ đủ/);
  expect((await card(learner))!.fullName).toBe("Nguyễn Thị Lan");
  w.now = new Date("2026-03-03T00:59:00Z");
  await w.types("a", "xóa hết");
  expect(await card(learner)).toMatchObject({ state: "erased", fullName: null });
});

describe("supervisors", () => {
  test("ask about their unit; what lies outside is answered like what does not exist", async () => {
    await joined("s", "Trần Văn Minh", "supervisor");
    await w.invite("Người Khác", "Phòng Kín");
    expect(await w.types("s", "/tiendo")).toMatch(/Phòng Nội vụ[\s\S]*Học viên: 1/);
    expect(await w.types("s", "/tiendo Phòng Kín")).toBe(await w.types("s", "/tiendo Phòng Không Có"));
    expect(await w.types("s", "chưa học")).toContain("Phòng Nội vụ");
    expect(await w.types("s", "/nhac")).toMatch(/nhắc/);
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.types("s", "/tiendo")).toMatch(/người phụ trách/);
  });
});

describe("an update that always fails", () => {
  test("is parked at the third try with its error and no words of the person, and the chat goes on", async () => {
    await joined("a");
    const broken = { ...w.deps, handle: async () => Promise.reject(new TypeError("lời riêng")) };
    const id = await w.sends("a", { text: "gây lỗi" });
    for (let tries = 0; tries < 3; tries++) await receive(broken, id!);
    const [row] = await w.database.db.execute(sql`select state, error, tries from inbox where id = ${id}`);
    expect(row).toMatchObject({ state: "parked", tries: 3 });
    expect(String(row!.error)).toMatch(/^TypeError/);
    expect(String(row!.error)).not.toContain("riêng");
    expect(await w.types("a", "/diem")).toMatch(/điểm/i);
  });

  test("is not to blame for a database that goes away under it, however often", async () => {
    await joined("a");
    const handle: typeof w.deps.handle = async (tx) => {
      const [own] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await using other = connect(w.database.url, { max: 1, applicationName: "hocvu tests" });
      await other.sql`select pg_terminate_backend(${own!.pid})`;
      await tx.execute(sql`select 1`);
      return null;
    };
    const id = await w.sends("a", { text: "/diem" });
    for (let tries = 0; tries < 4; tries++) await expect(receive({ ...w.deps, handle }, id!)).rejects.toThrow();
    const [row] = await w.database.db.execute(sql`select state, tries from inbox where id = ${id}`);
    expect(row).toEqual({ state: "waiting", tries: 0 });
    expect(await w.types("a", "/chuoi")).toMatch(/Chuỗi/);
    expect(await w.database.db.execute(sql`select from inbox where state <> 'done'`)).toHaveLength(0);
  });

  test("is not blamed for a database without room: it waits, however often it is tried, and is then handled", async () => {
    await joined("a");
    // A trigger answers as PostgreSQL does on a full disk.
    await w.database.sql.unsafe(`
      create function no_room() returns trigger language plpgsql as $$
        begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger no_room before insert on deliveries for each row execute function no_room()`);
    const id = await w.sends("a", { text: "/diem" });
    const state = async () => {
      const [row] = await w.database.db.execute(sql`select state, tries from inbox where id = ${id}`);
      return row;
    };
    for (let tries = 0; tries < 5; tries++) await expect(receive(w.deps, id!)).rejects.toThrow();
    expect(await state()).toEqual({ state: "waiting", tries: 0 });
    await w.database.sql`drop function no_room cascade`;
    await receive(w.deps, id!);
    expect(await state()).toEqual({ state: "done", tries: 0 });
  });

  test("blocking closes the chat until the person writes", async () => {
    const learner = await joined("a");
    const readerOf = () => ({
      acknowledge: async () => {},
      read: () => ({
        address: { bot: "webchat:demo" as never, chat: "a" },
        content: { kind: "blocked" as const },
        writtenAt: null,
        displayName: "",
      }),
    });
    const id = await w.sends("a", { text: "x" });
    await receive({ ...w.deps, readerOf }, id!);
    expect((await card(learner))!.state).toBe("unreachable");
    await w.types("a", "/diem");
    expect((await card(learner))!.state).toBe("active");
  });
});
