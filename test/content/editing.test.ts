import { describe, expect, it } from "vitest";
import { told } from "#app/told.ts";
import { biasOf, noteBias } from "#content/editing/bank.ts";
import { coverageOf } from "#content/editing/coverage.ts";
import { noteGivenAway, noteLoneWrong, noteRefusals } from "#content/editing/given-away.ts";
import { mended } from "#content/editing/mend.ts";
import { reviewLessons } from "#content/editing/review.ts";
import { type LoadedCatalogue, loadCatalogue } from "#content/load.ts";
import { type ContentProblem, notesOn } from "#content/problem.ts";
import { competences } from "#domain/competence.ts";
import type { Question, QuestionId } from "#domain/course.ts";
import type { LocalDate } from "#domain/time.ts";
import { edited, goodCourse, goodLesson, goodPath, lessonsFolder } from "./sample.ts";

const rules = `known-abbreviations: [UBND]
words-for-meaning: [là]
replaced-laws: [{ cited: "13/2023", instead: "Luật 91/2025/QH15" }]
speaking-of-old: [thay]
`;

/** What an editor says of the sample lesson with these sentences put before its body. */
async function saidOf(sentences: string, { editing = rules, today = "2026-11-24" } = {}): Promise<string[]> {
  const at = goodLesson.indexOf("\nBảy giờ");
  const text = `${goodLesson.slice(0, at)}\n${sentences}\n${goodLesson.slice(at).replace(/^\n/, "\n")}`;
  // The sample has as many words as may be: what is put in takes the place of its last paragraph.
  const folder = await lessonsFolder({
    "an-toan/course.yaml": goodCourse,
    [goodPath]: shorter(text, sentences),
    ...(editing === "" ? {} : { "editing.yaml": editing }),
  });
  const loaded = await loadCatalogue(folder);
  expect(loaded.errors).toEqual([]);
  const { errors, warnings } = await reviewLessons(loaded, folder, today as LocalDate);
  return told([...errors, ...warnings]).map(
    ({ file, line, message }) => `${file.split("/").at(-1)}:${line}: ${message}`,
  );
}

const toldIn = async (loaded: LoadedCatalogue, folder: string) => ({
  warnings: told((await reviewLessons(loaded, folder, "2026-11-24" as LocalDate)).warnings),
});

/** As many words less at the end of the body as were put in. */
function shorter(text: string, put: string): string {
  const count = put.split(/\s+/).filter((word) => word !== "").length;
  const [body, rest] = [text.slice(0, text.indexOf("## Làm ngay")), text.slice(text.indexOf("## Làm ngay"))];
  const words = body.trimEnd().split(" ");
  return `${words.slice(0, words.length - count).join(" ")}.\n\n${rest}`;
}

const long = `Câu này ${"rất ".repeat(24)}dài.`;

describe("an editor", () => {
  it("says nothing of a lesson that is well written", async () => {
    expect(await saidOf("Một câu ngắn của UBND xã.")).toEqual([]);
  });

  it.each([
    [
      "a sentence that is too long",
      long,
      "16: câu dài 27 chữ: tách thành câu ngắn, tối đa 25 chữ (“Câu này rất rất rất rất rất rất rất rất …”)",
    ],
    [
      "an abbreviation nobody explains",
      "Mã OTP là của mình.".replace(" là", " chỉ"),
      "16: chữ viết tắt OTP chưa được giải thích trong bài: lần đầu viết “OTP (nghĩa đầy đủ)”",
    ],
    [
      "a law that is no longer in force",
      "Theo Nghị định 13/2023 thì được.",
      "16: 13/2023 đã hết hiệu lực: dẫn Luật 91/2025/QH15, hoặc nói rõ đó là văn bản cũ",
    ],
  ])("tells of %s", async (_, sentence, said) => {
    expect(await saidOf(sentence)).toEqual([`01-bon-nut-bam.md:${said}`]);
  });

  it.each([
    ["sentences that only together are long", `Câu ${"rất ".repeat(14)}dài. Câu ${"rất ".repeat(14)}dài.`],
    ["an abbreviation explained after it", "OTP (mã dùng một lần) là của mình."],
    ["an abbreviation explained in words", "OTP là mã dùng một lần."],
    ["an abbreviation explained before it", "Mã dùng một lần (OTP) là của mình."],
    ["a Roman numeral and the tail of a law's number", "Quốc hội khóa XVI, Luật 91/2025/QH15."],
    ["an old law named as an old one", "Luật mới thay Nghị định 13/2023."],
    ["another law of like number", "Theo Nghị định 113/2023 thì được."],
  ])("lets pass %s", async (_, sentence) => {
    expect(await saidOf(sentence)).toEqual([]);
  });

  it("goes by the rules that stand there, and tells of faults in them", async () => {
    expect(await saidOf("Xã có UBND.", { editing: "" })).toHaveLength(1);
    expect(await saidOf("Xã họp.", { editing: "known: [UBND]" })).toEqual([
      "editing.yaml:1: không có mục nào tên “known”: xóa đi, hoặc dùng một trong các mục known-abbreviations, words-for-meaning, replaced-laws, speaking-of-old, refusing-words",
    ]);
  });

  it("asks for a lesson to be read again once its day has passed", async () => {
    expect(await saidOf("Xã họp.", { today: "2027-07-01" })).toEqual([
      "01-bon-nut-bam.md:13: bài đã quá hạn xem lại (2027-06-30): đối chiếu với quy định hiện hành, rồi viết ở review-by một ngày muộn hơn",
    ]);
    expect(await saidOf("Xã họp.", { today: "2027-06-30" })).toEqual([]);
  });

  it("finds a question that another lesson asks in nearly the same words", async () => {
    const other = edited(edited(goodLesson, "id: bon-nut-bam", "id: khac"), "### Xếp việc", "### Hãy xếp việc");
    const folder = await lessonsFolder({
      "an-toan/course.yaml": goodCourse,
      [goodPath]: goodLesson,
      [goodPath.replace("01-bon", "02-bon")]: other,
    });
    const { warnings } = await toldIn(await loadCatalogue(folder), folder);
    const same = warnings.filter(({ message }) => message.startsWith("câu này hỏi gần giống"));
    expect(same).toHaveLength(6);
    expect(same[0]!.message).toBe(`câu này hỏi gần giống câu ở lessons/${goodPath}:31: hỏi điều khác`);
  });

  it("asks for more questions than must be, and for one of another kind", async () => {
    const parts = goodLesson.split(/^### /m);
    const single = parts.find((part) => part.includes("- [ ]") && part.split("- [x]").length === 2)!;
    const asked = Array.from({ length: 5 }, (_, n) => `### ${n} khác hẳn số ${"kia ".repeat(n)}${single}`).join("\n");
    const folder = await lessonsFolder({
      "an-toan/course.yaml": goodCourse,
      [goodPath]: `${parts[0]}${asked}`,
    });
    const loaded = await loadCatalogue(folder);
    expect(loaded.errors).toEqual([]);
    const { warnings } = await toldIn(loaded, folder);
    expect(warnings.map(({ message }) => message).filter((message) => !message.startsWith("câu này"))).toEqual([
      "bài có 5 câu hỏi: nên có từ 6 câu để lần sau khỏi hỏi lại y như trước",
      "mọi câu đều là chọn một ý đúng: nên đổi một câu sang kiểu khác, ví dụ đúng hay sai, trả lời ngắn",
    ]);
  });
});

/** A single-choice question of four options whose right one stands at `place` and has `length` letters; the others have 10. */
const question = (place: number, length: number): Question => ({
  id: "x#00000000" as QuestionId,
  type: "single",
  prompt: "?",
  options: Array.from({ length: 4 }, (_, index) => ({
    text: "a".repeat(index === place ? length : 10),
    right: index === place,
    feedback: null,
  })),
  accepted: [],
  explanation: "",
});

function biasNotes(questions: readonly Question[]): string[] {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  noteBias(biasOf(questions), 1, notesOn("x", lists));
  return told(lists.warnings).map(({ message }) => message);
}

describe("right options over a course", () => {
  const even = (longest: number) => Array.from({ length: 40 }, (_, n) => question(n % 4, n < longest ? 11 : 9));

  it("may be the longest in 35 of 100 and no more", () => {
    expect(biasNotes(even(14))).toEqual([]);
    expect(biasNotes(even(15))).toEqual(["ý đúng dài nhất ở 38 % số câu, dễ đoán: rút gọn ý đúng, giữ tối đa 35 %"]);
  });

  it("stand in each place about as often", () => {
    const second = Array.from({ length: 40 }, (_, n) => question(n < 20 ? 1 : n % 4, 9));
    expect(biasNotes(second)).toEqual([
      "ý đúng hay nằm một chỗ (A: 5 câu, B: 25 câu, C: 5 câu, D: 5 câu), dễ đoán: đổi chỗ vài câu",
    ]);
    expect(biasNotes(even(0))).toEqual([]);
  });

  it("are not judged by a handful", () => {
    expect(biasNotes(Array.from({ length: 39 }, () => question(1, 11)))).toEqual([]);
  });
});

/** A single-choice question with these options, the first of them right. */
const asking = (...texts: string[]): Question => ({
  ...question(0, 10),
  options: texts.map((text, index) => ({ text, right: index === 0, feedback: null })),
});

function notesOf(note: (notes: ReturnType<typeof notesOn>) => void): string[] {
  const lists = { errors: [] as ContentProblem[], warnings: [] as ContentProblem[] };
  note(notesOn("x", lists));
  return told(lists.warnings).map(({ line, message }) => `${line}: ${message}`);
}

describe("a question that gives its answer away", () => {
  const said = (one: Question) => notesOf((notes) => noteGivenAway([{ file: "x", line: 7, question: one }], notes));

  it("is one whose wrong options all begin with a word that the right one does not begin with", () => {
    expect(said(asking("Không gửi", "Gửi, vì gấp", "Gửi rồi thu hồi", "“Gửi” riêng"))).toEqual([
      "7: mọi ý sai đều mở đầu bằng “Gửi”, riêng ý đúng thì không, dễ đoán: cho một ý sai mở đầu như ý đúng",
    ]);
  });

  it.each([
    ["one wrong option begins otherwise", asking("Không gửi", "Gửi, vì gấp", "Gửi riêng", "Không gửi tệp, gửi ảnh")],
    ["the right one begins so, too", asking("Gửi qua hệ thống", "Gửi, vì gấp", "Gửi riêng", "Gửi vào nhóm")],
    ["there are only two wrong ones", asking("Không gửi", "Gửi, vì gấp", "Gửi riêng")],
    ["accents tell the words apart", asking("Không", "Đưa token", "Đưa PIN", "Đua cả hai")],
    ["several are right", { ...asking("Không gửi", "Gửi a", "Gửi b", "Gửi c"), type: "multiple" as const }],
  ])("is none if %s", (_, one) => {
    expect(said(one)).toEqual([]);
  });

  const refusals = (right: number, wrong: number, others: readonly Question[] = []) =>
    notesOf((notes) =>
      noteRefusals(
        [
          ...Array.from({ length: right }, () => asking("Không gửi", "Gửi", "Hỏi")),
          ...Array.from({ length: wrong }, () => asking("Gửi", "Chưa gửi", "Hỏi")),
          ...others,
        ],
        ["không", "chưa"],
        1,
        notes,
      ),
    );

  it("is one of many in which the only option that refuses is the right one", () => {
    expect(refusals(11, 9)).toEqual([
      "1: trong 20 câu chỉ có một ý từ chối, ý ấy là ý đúng ở 11 câu, dễ đoán: cho vài ý sai cũng từ chối",
    ]);
    expect(refusals(10, 10)).toEqual([]);
    expect(refusals(19, 0)).toEqual([]);
  });

  it("is one of many whose only wrong option is the longest", () => {
    const with3 = (wrong: string): Question => ({
      ...question(0, 10),
      type: "multiple",
      options: [wrong, "mười chữ", "mười chữ", "mười chữ"].map((text, n) => ({ text, right: n > 0, feedback: null })),
    });
    const said = (longer: number, others: number) =>
      notesOf((notes) =>
        noteLoneWrong(
          [
            ...Array.from({ length: longer }, () => with3("mười chữ hơn")),
            ...Array.from({ length: others }, () => with3("mười chữ")),
            ...Array.from({ length: 30 }, () => asking("mười chữ", "mười chữ hơn", "mười chữ")),
          ],
          1,
          notes,
        ),
      );
    expect(said(11, 9)).toEqual(["1: trong 20 câu chỉ có một ý sai, ý ấy dài nhất ở 11 câu, dễ đoán: rút gọn ý sai"]);
    expect(said(10, 10)).toEqual([]);
    expect(said(19, 0)).toEqual([]);
  });

  it("is not judged where a wrong option refuses, too, or none does", () => {
    const both = Array.from({ length: 30 }, () => asking("Không gửi", "Chưa gửi, hỏi lại", "Gửi"));
    const none = Array.from({ length: 30 }, () => asking("Hỏi", "Gửi", "Chờ"));
    expect(refusals(10, 10, [...both, ...none])).toEqual([]);
  });
});

describe("mending a lesson", () => {
  it("changes keyboard slips and no word, and a second time nothing", () => {
    const slips = goodLesson
      .replaceAll("“", '"')
      .replaceAll("”", '"')
      .replaceAll("- [x]", "- [X]")
      .replaceAll("\n", " \r\n")
      .normalize("NFD");
    const after = mended(`\u{FEFF}${slips}\n\n\n`);
    expect(after).toBe(mended(goodLesson));
    expect(mended(after)).toBe(after);
    expect(after.split("---")[1]).toBe(goodLesson.split("---")[1]);
  });

  it.each([
    ["Chờ... rồi", "Chờ… rồi"],
    ["Lời “trong” ngoặc", "Lời “trong” ngoặc"],
    ['Nói "một" và "hai"', "Nói “một” và “hai”"],
    ['Gõ =COUNTIF(B2:B40;"chờ")', 'Gõ =COUNTIF(B2:B40;"chờ")'],
    ["Mục lục .... 5", "Mục lục .... 5"],
    ['Chỉ một dấu "', 'Chỉ một dấu "'],
  ])("makes %j %j", (from, to) => {
    expect(mended(`---\nid: x\n---\n${from}`)).toBe(`---\nid: x\n---\n${to}\n`);
  });
});

describe("coverage", () => {
  it("counts lessons by topic, competence, level and path", async () => {
    const folder = await lessonsFolder({
      "an-toan/course.yaml": `${goodCourse}\ncomplete: true\npaths: [{ id: hdnd-xa, title: Xã, lessons: [bon-nut-bam] }]\n`,
      [goodPath]: goodLesson,
    });
    const loaded = await loadCatalogue(folder);
    const found = coverageOf(loaded.catalogue.courses[0]!);
    expect(found.topics.filter(({ lessons }) => lessons.length > 0)).toEqual([
      { topic: 7, lessons: ["1.1"] },
      { topic: 20, lessons: ["1.1"] },
    ]);
    expect(found.competences.map(({ competence }) => competence)).toEqual(competences);
    expect(found.levels.map(({ lessons }) => lessons.length)).toEqual([1, 0, 0]);
    expect(found.paths).toEqual([{ path: "hdnd-xa", title: "Xã", lessons: ["1.1"] }]);
    const { warnings } = await toldIn(loaded, folder);
    const gaps = warnings.filter(({ message }) => message.startsWith("chưa có bài nào về"));
    expect(gaps).toHaveLength(24 + 23 + 2);
  });

  it("knows 24 components in six areas", () => {
    expect(competences).toHaveLength(24);
    expect(competences.filter((one) => one.startsWith("2."))).toEqual(["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]);
  });
});
