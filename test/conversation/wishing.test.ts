import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { defaultPoints } from "#domain/course.ts";
import { makeCourse } from "../setup/school.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
beforeEach(async () => {
  w = await chatWorld();
  return () => w.database.end();
});

const joined = async (chat: string, role: "learner" | "supervisor" = "learner") => {
  const { code } = await w.invite("Nguyễn Thị Lan", "Phòng Nội vụ", role);
  await w.types(chat, code);
  await w.types(chat, "đồng ý");
};
const answers = () => w.database.db.execute(sql`select 1 from answers`);

test.each(["learner", "supervisor"] as const)("what a %s says in passing is answered in kind", async (role) => {
  await joined("a", role);
  for (const [said, expected] of [
    ["cảm ơn em nhé", /^Học Vụ cảm ơn Anh\/Chị\.$/],
    ["👍", /^Học Vụ cảm ơn/],
    ["xin chào", /kính chào[\s\S]*\/trogiup/],
    ["ĐỒNG Ý", /đã đồng ý/],
    ["Tôi không đồng ý", /gõ \/xoa/],
    ["tôi muốn học lúc 7h tối", /\/gio 19:00$/],
    ["cho tôi học lúc 5h sáng", /\/gio 07:15$/],
    ["nghỉ phép đến thứ 6", /\/tamdung/],
    ["tôi không muốn học nữa", /\/tamdung[\s\S]*\/roilop/],
    ["giấy chứng nhận lấy ở đâu", /^Học Vụ không cấp giấy chứng nhận/],
    ["tôi không hiểu", /\/thuvien$/],
    ["sao em không nhận được bài", /^Bài “.*” đang chờ Anh\/Chị\.\nBài tiếp theo đến lúc 07:30 hôm nay\.$/],
  ] as const) {
    expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(expected)]);
  }
});

test("whoever supervises nobody gave no command, and is not told that it is for others", async () => {
  await joined("a");
  const reply = await w.types("a", "đã học xong");
  expect(reply).toMatch(/chưa hiểu ý/);
  expect(reply).not.toMatch(/Lệnh này/);
  expect(await w.types("a", "học xong có chứng chỉ không")).toMatch(/không cấp giấy chứng nhận[\s\S]*\/diem$/);
});

test("a lesson that is asked for is paused, or is none", async () => {
  await joined("a");
  await w.types("a", "/tamdung 3");
  expect(await w.types("a", "bao giờ có bài mới")).toMatch(/đang tạm dừng/);
  await w.types("a", "/tieptuc");
  await w.types("a", "/roilop");
  await w.types("a", "/roilop");
  expect(await w.types("a", "bao giờ có bài mới")).toMatch(/chưa tham gia lớp nào/);
});

test.each(["learner", "supervisor"] as const)("a letter of a %s where no question is open is told so", async (role) => {
  await joined("a", role);
  for (const said of ["B", "đáp án b ạ", "2", "Đúng"])
    expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(/không có câu hỏi nào đang mở/)]);
});

test("what is said to us costs no try where a question wants words", async () => {
  const course = makeCourse("tu");
  const [module] = course.modules;
  const short = module!.lessons.map((lesson) => ({
    ...lesson,
    questions: lesson.questions.map((one) => ({
      ...one,
      type: "short" as const,
      options: [],
      accepted: ["100%", "nghỉ phép 3 ngày"],
    })),
  }));
  await w.database.end();
  w = await chatWorld({}, { ...course, points: defaultPoints, modules: [{ ...module!, lessons: short }] });
  await joined("a");
  await w.database.db.execute(sql`update enrolments set next_lesson_id = 'tu-1'`);
  await w.types("a", "/baihoc");
  const long = "Theo tôi, mục tiêu năm 2026 của Quốc hội là 100% cán bộ, đại biểu hoàn thành và đạt chuẩn";
  for (const said of ["Tôi muốn học lúc 7h tối", "sao em không nhận được bài", "cảm ơn em", long])
    expect([said, await w.types("a", said)]).toEqual([said, expect.not.stringMatching(/Chưa đúng/)]);
  expect(await answers()).toEqual([]);
  expect(await w.types("a", "cảm ơn em")).toMatch(/cảm ơn Anh\/Chị[\s\S]*không tính là trả lời[\s\S]*câu 1\/3/);
  expect(await w.types("a", "Nghỉ phép 3 ngày")).toMatch(/^Chính xác!/); // what is right is an answer
  expect(await w.types("a", "một trăm")).toMatch(/^Chưa đúng/);
  expect(await answers()).toHaveLength(2);
});

test.each(["learner", "supervisor"] as const)("a %s may stop and go on in a word", async (role) => {
  await joined("a", role);
  for (const said of ["dừng", "Dừng lại nhé", "cho tôi dừng học", "dung lai", "ngừng", "thoát ra"])
    expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(/\/tamdung 3[\s\S]*\/roilop$/)]);
  for (const said of ["tiếp", "cho tôi học tiếp với", "bài kế tiếp", "câu tiếp theo nhé"])
    expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(/đang chờ Anh\/Chị/)]);
  await w.types("a", "/baihoc");
  expect(await w.types("a", "dừng lại")).toMatch(/\/tamdung 3[\s\S]*Câu đang mở là câu 1\/3/);
  expect(await w.types("a", "câu tiếp")).toMatch(/chưa hiểu[\s\S]*Câu đang mở là câu 1\/3/);
  expect(await answers()).toEqual([]);
});

test("whoever goes on and was not paused is offered the lesson", async () => {
  await joined("a");
  expect(await w.types("a", "học tiếp")).toContain("không tạm dừng");
  const { buttons, typedHint } = (await w.replies("a")).at(-1)!;
  expect(buttons.flat().map(({ label }) => label)).toEqual(["Học ngay"]);
  expect(JSON.stringify(typedHint)).toContain("/baihoc");
});

test("a wish that is understood is answered at once, even where hints are counted", async () => {
  await w.database.end();
  w = await chatWorld({ countsMessages: () => true });
  await joined("a");
  expect(await w.types("a", "hả")).not.toBe("");
  expect(await w.types("a", "ừm")).toBe("");
  expect(await w.types("a", "tôi muốn nghỉ vài ngày")).toContain("/tamdung 3");
  // The confirmation is waited for from now on: whoever was not told so would lose their next answer to it.
  expect(await w.types("a", "xóa dữ liệu của tôi")).toContain("XÓA HẾT");
});

test("what may be an answer is asked about, and no thanks", async () => {
  await joined("a");
  await w.types("a", "/baihoc");
  for (const said of ["Á", "á", "ạ"])
    expect([said, await w.types("a", said)]).toEqual([said, expect.stringMatching(/chưa chắc/)]);
  expect(await w.types("a", "👍")).toMatch(/cảm ơn/);
});
