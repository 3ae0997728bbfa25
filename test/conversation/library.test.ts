import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokenSums } from "#db/sums.ts";
import type { Course, Level } from "#domain/course.ts";
import type { LearnerId, LessonId, ModuleId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { showLearner } from "#learning/state.ts";
import { makeCourse } from "../setup/school.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

/** Five modules of two lessons, the second of each on level 2; the last lesson is mandatory. */
function course(): Course {
  const flat = makeCourse("khoa-thu", 10);
  const lessons = flat.modules[0]!.lessons.map((lesson, at) => ({ ...lesson, level: ((at % 2) + 1) as Level }));
  const id = (number: number) => `khoa-thu-${number}` as LessonId;
  return {
    ...flat,
    levels: ["Cơ bản", "Vận dụng", "Dẫn dắt"],
    mandatory: [id(10)],
    confidence: true,
    placement: [
      { level: 1, pass: 0.8, lessons: [1, 3, 5, 7, 9].map(id) },
      { level: 2, pass: 0.8, lessons: [4, 6, 10].map(id) },
    ],
    modules: [1, 2, 3, 4, 5].map((number) => ({
      id: `0${number}-phan` as ModuleId,
      title: `Phần thứ ${number}`,
      lessons: lessons.slice(number * 2 - 2, number * 2),
    })),
  };
}

let world: ChatWorld;
let learner: LearnerId;

beforeEach(async () => {
  world = await chatWorld({}, course());
  const invited = await world.invite("Nguyễn Văn An", "Xã A");
  learner = invited.learner;
  await world.types("an", invited.code);
});
afterEach(async () => {
  expect(world.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  expect(await brokenSums(world.database.db)).toEqual([]);
  await world.database.end();
});

const agree = () => world.types("an", "đồng ý");
const last = async (): Promise<Message> => (await world.replies("an")).at(-1)!;

/** The label under which the open question's right option stands: the one that begins with "một". */
async function rightLabel(): Promise<string> {
  const lines = (await last()).text.map((line) => line.map(({ text }) => text).join(""));
  return lines.find((line) => /^[A-C]\. một/.test(line))![0]!;
}
const right = async () => world.taps("an", await rightLabel());
const wrong = async () => world.taps("an", (await rightLabel()) === "A" ? "B" : "A");

/** Learns the next lesson to the end without a fault; the summary. */
async function learns(): Promise<string> {
  await world.types("an", "/baihoc");
  for (let answers = 0; answers < 2; answers++) await right();
  return right();
}

/** Takes the placement: "+" is a right answer. What it showed. */
async function places(marks: string): Promise<string> {
  await world.types("an", "/dauvao");
  let said = "";
  for (const mark of marks) said = mark === "+" ? await right() : await wrong();
  return said;
}

const figures = async () => {
  const shown = await world.database.db.transaction((tx) => showLearner(tx, learner, world.now));
  const { points, streak, lessonsCompleted, lessonsSkipped, answers } = shown!;
  return { points, streak, lessonsCompleted, lessonsSkipped, answers };
};
const untouched = {
  points: 0,
  streak: { current: 0, best: 0, freezes: 1 },
  lessonsCompleted: 0,
  lessonsSkipped: 0,
  answers: { right: 0, wrong: 0 },
};

describe("the placement", () => {
  beforeEach(agree);

  it("is offered with the welcome", async () => {
    expect(
      (await world.replies("an"))
        .at(-1)!
        .text.flat()
        .map(({ text }) => text)
        .join(" "),
    ).toContain("/dauvao");
  });

  it("asks five questions, gives no verdict, and costs and earns nothing", async () => {
    const first = await world.types("an", "đầu vào");
    expect(first).toContain("Xếp mức đầu khóa");
    expect(first).toContain("Câu 1/5. Câu hỏi");
    const second = await wrong();
    expect(second).toContain("Đã ghi.\n\nCâu 2/5.");
    expect(second).not.toContain("Chưa đúng");
    for (let answers = 0; answers < 3; answers++) await right();
    expect(await wrong()).toBe(`Xếp mức đầu khóa
Anh/Chị đúng 3/5 câu.
Anh/Chị bắt đầu ở mức 1, “Cơ bản”.

Anh/Chị học đủ các bài, lần lượt từng ngày.`);
    expect(await figures()).toEqual(untouched);
    expect(await world.types("an", "/vaothang")).toContain("Không còn bài nào được bỏ qua.");
  });

  it("starts at the level that was not passed, and offers what lies below it, but no module with a fault", async () => {
    const shown = await places("+++++-++");
    expect(shown).toContain("Anh/Chị bắt đầu ở mức 2, “Vận dụng”.");
    expect(shown).toContain("4 bài Anh/Chị đã nắm được");
  });

  it("lets the known lessons be skipped once the person says so", async () => {
    // A fault in the second module, at level 1; all of level 2 right.
    const shown = await places("+-++++++");
    expect(shown).toContain("Anh/Chị đúng 7/8 câu.");
    expect(shown).toContain("Anh/Chị bắt đầu ở mức 3, “Dẫn dắt”.");
    expect(shown).toContain("7 bài Anh/Chị đã nắm được");
    expect(await figures()).toEqual(untouched);
    const skipped = await world.types("an", "vào thẳng");
    expect(skipped).toContain("Đã bỏ qua 7 bài.");
    expect(await figures()).toEqual({ ...untouched, lessonsSkipped: 7 });
    // Left are both lessons of the second module and the mandatory one.
    expect(await world.types("an", "/baihoc")).toContain("Bài 3/10.");
    expect(await world.types("an", "/diem")).toContain("Bài đã học xong: 0/10, được bỏ qua: 7");
    expect(await world.types("an", "/thuvien")).toBe(`Thư viện: Khoá thử

1. Phần thứ 1 (xong 0/2, bỏ qua 2)
2. Phần thứ 2 (xong 0/2)
3. Phần thứ 3 (xong 0/2, bỏ qua 2)
4. Phần thứ 4 (xong 0/2, bỏ qua 2)
5. Phần thứ 5 (xong 0/2, bỏ qua 1)`);
    expect(await world.types("an", "/vaothang")).toContain("Không còn bài nào được bỏ qua.");
  });

  it("is taken once: what it showed stays", async () => {
    const shown = await places("-----");
    expect(await world.types("an", "/dauvao")).toBe(shown);
    const [{ n }] = await world.database.sql<[{ n: number }]>`select count(*)::int as n from exercises`;
    expect(n).toBe(1);
  });

  it("goes on where the person stopped, and answers of the same question count once", async () => {
    await world.types("an", "/dauvao");
    const label = await rightLabel();
    await world.taps("an", label);
    expect(await world.types("an", "/dauvao")).toContain("Câu 2/5.");
    const before = (await world.replies("an"))[2]!;
    const button = before.buttons.flat().find((one) => one.label === label)!;
    await world.sends("an", { tap: "action" in button ? button.action : "" });
    await world.handleAll();
    const [{ n }] = await world.database.sql<[{ n: number }]>`select count(*)::int as n from exercise_answers`;
    expect(n).toBe(1);
  });

  it("takes typed answers while it is what was shown last; a lesson shown later takes them over", async () => {
    await world.types("an", "/dauvao");
    expect(await world.types("an", await rightLabel())).toContain("Câu 2/5.");
    expect(await world.types("an", "bỏ qua")).toContain("Câu 3/5.");
    expect(await world.types("an", "xyz")).toContain("Câu đang mở là câu 3/5.");
    await world.types("an", "/baihoc");
    expect(await world.types("an", await rightLabel())).toContain("Chính xác!");
  });

  it("leaves a lesson that was opened before to be learnt", async () => {
    await world.types("an", "/baihoc");
    await places("++++++++");
    expect(await world.types("an", "/vaothang")).toContain("Đã bỏ qua 8 bài.");
    expect(await world.types("an", "/baihoc")).toContain("Bài 1/10.");
  });

  it("sends the first lesson left, where another one waited to be sent", async () => {
    await world.database
      .sql`insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, due_at, created_at)
      select 'lesson', 1, h.bot, h.id, h.learner_id, ${world.cohort}, '2026-03-02', w.id, now(), now()
      from chats h, lesson_versions w where h.learner_id = ${learner} and w.lesson_id = 'khoa-thu-1'
      on conflict do nothing`;
    await places("+-++++++");
    await world.types("an", "/vaothang");
    const waiting = await world.database.sql`
      select w.lesson_id from deliveries d join lesson_versions w on w.id = d.lesson_version_id where d.kind = 'lesson'`;
    expect(waiting.map((row) => row.lesson_id)).toEqual(["khoa-thu-3"]);
  });

  it("is answered by nobody else", async () => {
    await world.types("an", "/dauvao");
    const action = (await last()).buttons.flat()[0]!;
    const other = await world.invite("Trần Thị Bình", "Xã A");
    await world.types("binh", other.code);
    await world.types("binh", "đồng ý");
    await world.sends("binh", { tap: "action" in action ? action.action : "" });
    await world.handleAll();
    const [{ n }] = await world.database.sql<[{ n: number }]>`select count(*)::int as n from exercise_answers`;
    expect(n).toBe(0);
  });
});

describe("the library", () => {
  beforeEach(agree);

  it("lists what is done, open and ahead, and shows again what is not ahead", async () => {
    await learns();
    expect(await world.types("an", "thư viện 1")).toBe(`Học phần 1. Phần thứ 1

1.1 Bài khoa-thu-1 (đã xong)
1.2 Bài khoa-thu-2 (đang mở)`);
    expect(await world.taps("an", "1.1")).toContain("Bài 1/10. Bài khoa-thu-1\n\nNội dung của khoa-thu-1.");
    expect(await world.types("an", "/thuvien 1,2")).toContain("Nội dung của khoa-thu-2.");
    expect(await world.types("an", "/thuvien 2.1")).toContain("Bài này sắp tới");
    expect(await world.types("an", "/thuvien 9")).toBe("Khóa có 5 học phần. Anh/Chị gõ số từ 1 đến 5.");
    expect(await world.types("an", "/thuvien 1.9")).toContain("Không có bài mang số ấy.");
  });

  it("practises a lesson done, with every verdict and nothing counted", async () => {
    await learns();
    const before = await figures();
    expect(await world.types("an", "luyện 1.1")).toContain("Luyện thêm: Bài khoa-thu-1");
    expect(await wrong()).toContain("Chưa đúng.\n\nĐáp án: một");
    for (let answers = 0; answers < 3; answers++) expect(await right()).toContain("Chính xác!\n");
    expect(await right()).toContain("Anh/Chị luyện xong: đúng 4/5 câu.");
    expect(await figures()).toEqual(before);
    // It is over: what is typed belongs to nothing.
    expect(await world.types("an", "A")).toContain("không có câu hỏi nào đang mở");
  });

  it("does not practise a lesson whose questions still count", async () => {
    expect(await world.types("an", "/luyen 1.1")).toContain("chưa luyện thêm được");
    expect(await world.types("an", "/luyen 3.1")).toContain("chưa luyện thêm được");
    expect(await world.types("an", "/luyen")).toContain("LUYỆN 1.1");
  });

  it("gives back a skipped lesson, which then counts as any other", async () => {
    await places("++++++++");
    await world.types("an", "/vaothang");
    expect(await world.types("an", "/thuvien 1.1")).toContain("Nội dung của khoa-thu-1.");
    expect(await world.types("an", "/hoclai 5.2")).toContain("không phải bài đã bỏ qua");
    expect(await world.taps("an", "Học bài này")).toContain("Bài 1/10. Bài khoa-thu-1");
    for (let answers = 0; answers < 3; answers++) await right();
    expect(await figures()).toMatchObject({ lessonsCompleted: 1, lessonsSkipped: 8, answers: { right: 3, wrong: 0 } });
  });
});

describe("how sure people are", () => {
  const ratings = () =>
    world.database.sql`select module_id, moment, rating from confidence_ratings order by rated_at, module_id`;

  it("is asked before the first module, after its last lesson, and before the next one; it earns nothing", async () => {
    const welcome = await agree();
    expect(welcome).toContain("Trước khi vào học phần “Phần thứ 1”, Anh/Chị tự tin đến mức nào?");
    expect(await world.taps("an", "2")).toBe("Cảm ơn Anh/Chị. Học Vụ đã ghi.");
    expect(await learns()).not.toContain("tự tin");
    const points = (await figures()).points;
    expect(await learns()).toContain("Anh/Chị vừa xong học phần “Phần thứ 1”.");
    expect(await world.types("an", "tự tin 4")).toContain("Trước khi vào học phần “Phần thứ 2”");
    expect(await world.types("an", "TU TIN 3")).toBe("Cảm ơn Anh/Chị. Học Vụ đã ghi.");
    expect(await ratings()).toMatchObject([
      { module_id: "01-phan", moment: "before", rating: 2 },
      { module_id: "01-phan", moment: "after", rating: 4 },
      { module_id: "02-phan", moment: "before", rating: 3 },
    ]);
    expect((await figures()).points).toBe(points * 2);
    expect(await world.types("an", "tự tin 5")).toContain("Hiện không có học phần nào");
  });

  it("keeps the first rating, and none that comes once the module was begun", async () => {
    await agree();
    const welcome = await last();
    const press = (label: string) => {
      const button = welcome.buttons.flat().find((one) => one.label === label)!;
      return world.sends("an", { tap: "action" in button ? button.action : "" }).then(() => world.handleAll());
    };
    await press("5");
    await press("1");
    expect(await ratings()).toMatchObject([{ moment: "before", rating: 5 }]);
    await world.database.sql`delete from confidence_ratings`;
    await learns();
    await press("5");
    expect(await ratings()).toEqual([]);
  });
});
