import { describe, expect, it } from "vitest";
import type { AttemptId, UnitId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { bold, plain, plainText } from "#domain/text.ts";
import { addDays } from "#domain/time.ts";
import { feedbackMessage, type SummaryView, type VerdictView } from "#wording/compose-feedback.ts";
import { hintMessage } from "#wording/compose-hints.ts";
import { askUnitMessage, codeRefusedMessage, noticeMessage, welcomeMessage } from "#wording/compose-join.ts";
import { boardMessage, scoreMessage, streakMessage } from "#wording/compose-learner.ts";
import { lessonMessage, nudgeMessage, reminderMessage } from "#wording/compose-lesson.ts";
import { linkMessage } from "#wording/compose-settings.ts";
import { inactiveMessage, noSuchScopeMessage, progressMessage } from "#wording/compose-supervisor.ts";
import { at, day, question, typedOut } from "./messages.ts";

const labelsOf = (message: Message) => message.buttons.map((row) => row.map((button) => button.label));
const tomorrow = { day: addDays(day, 1), time: at, today: day };

describe("a lesson", () => {
  const lesson = {
    title: "Bốn nút bấm của kẻ gian",
    number: 3,
    of: 56,
    body: [plain("Kẻ gian bấm vào cảm xúc."), [], plain("- Gấp"), plain("- Sợ")],
    addresses: [],
    action: [plain("Mở tin nhắn lạ gần nhất và gọi tên nút của nó.")],
  };

  it("comes with its first question in one message", () => {
    const message = lessonMessage(lesson, question());
    expect(typedOut(message)).toBe(`Bài 3/56. Bốn nút bấm của kẻ gian

Kẻ gian bấm vào cảm xúc.

- Gấp
- Sợ

Làm ngay
Mở tin nhắn lạ gần nhất và gọi tên nút của nó.

Câu 1/3. Tin nhắn giục “trong 5 phút” bấm vào nút nào?
A. Tham
B. Gấp
C. Bí mật

Trả lời: gõ A, B hoặc C`);
    expect(labelsOf(message)).toEqual([["A", "B", "C"]]);
    expect(message.buttons[0]![1]).toEqual({ kind: "press", label: "B", action: "a:12:3:0:1" });
    expect(message.text[0]).toEqual(bold("Bài 3/56. Bốn nút bấm của kẻ gian"));
  });

  it("gives its addresses between the text and the action", () => {
    const addresses = [{ name: "Cổng Dịch vụ công quốc gia", address: "dichvucong.gov.vn" }];
    expect(typedOut(lessonMessage({ ...lesson, addresses }, question()))).toContain(`- Sợ

Cổng Dịch vụ công quốc gia: dichvucong.gov.vn

Làm ngay
`);
  });

  it("shows each kind of question with its own buttons and hint", () => {
    const shown = (type: Parameters<typeof question>[0]) => lessonMessage(lesson, question(type));
    const multiple = shown({ type: "multiple", options: ["Một", "Hai", "Ba", "Bốn", "Năm"] });
    expect(labelsOf(multiple)).toEqual([["A", "B", "C"], ["D", "E"], ["Gửi"]]);
    expect(multiple.buttons.at(-1)).toEqual([{ kind: "submit", label: "Gửi", action: "a:12:3:0:" }]);
    expect(typedOut(multiple)).toMatch(
      /Câu này có thể có nhiều ý đúng\.\n\nTrả lời: gõ các chữ Anh\/Chị chọn, ví dụ: A, C$/,
    );
    const truefalse = shown({ type: "truefalse", options: ["Đúng", "Sai"] });
    expect(labelsOf(truefalse)).toEqual([["Đúng", "Sai"]]);
    expect(typedOut(truefalse)).toMatch(/A\. Đúng\nB\. Sai\n\nTrả lời: gõ Đ \(đúng\) hoặc S \(sai\)$/);
    const order = shown({ type: "order" });
    expect(order.buttons).toEqual([]);
    expect(plainText(order.text)).toMatch(
      /C\. Bí mật\nTrả lời: gõ đủ 3 chữ theo thứ tự Anh\/Chị chọn, ví dụ: C, A, B$/,
    );
    expect(plainText(shown({ type: "numeric", options: [] }).text)).toMatch(/\nTrả lời: gõ một con số\.$/);
  });
});

describe("feedback", () => {
  const verdict: VerdictView = {
    right: true,
    skipped: false,
    comesBack: false,
    feedback: [],
    answer: null,
    explanation: "Tin giục làm ngay để mình không kịp nghĩ.",
    points: 10,
  };

  it("to a right answer goes on with the next question", () => {
    const next = question({
      type: "truefalse",
      prompt: "Ngân hàng không hỏi mã OTP.",
      options: ["Đúng", "Sai"],
      number: 2,
    });
    expect(typedOut(feedbackMessage(verdict, { kind: "question", question: next }))).toBe(`Chính xác! +10 điểm.

Tin giục làm ngay để mình không kịp nghĩ.

Câu 2/3. Ngân hàng không hỏi mã OTP.
A. Đúng
B. Sai

Trả lời: gõ Đ (đúng) hoặc S (sai)`);
  });

  it("to a wrong answer says why, and asks again kindly at the end", () => {
    const wrong = { ...verdict, right: false, comesBack: true, points: 0, feedback: ["Tin này không hứa cho gì cả."] };
    const comeback = question({ ref: { kind: "lesson", attempt: 12 as AttemptId, question: 3, comeback: true } });
    expect(typedOut(feedbackMessage(wrong, { kind: "comeback", question: comeback }))).toBe(`Chưa đúng.
Câu này sẽ trở lại một lần ở cuối bài.

Tin này không hứa cho gì cả.

Tin giục làm ngay để mình không kịp nghĩ.

Mời Anh/Chị thử lại một câu vừa gặp.

Câu 1/3, gặp lại. Tin nhắn giục “trong 5 phút” bấm vào nút nào?
A. Tham
B. Gấp
C. Bí mật

Trả lời: gõ A, B hoặc C`);
  });

  it("to the last answer sums up", () => {
    const summary: SummaryView = {
      title: "Bốn nút bấm của kẻ gian",
      passMark: 0.7,
      right: 2,
      asked: 3,
      passed: false,
      pointsToday: 1025,
      streak: { current: 5, freezes: 2, keptToday: true, earnedFreeze: true },
      upcoming: { kind: "lesson", at: tomorrow },
      confidence: null,
    };
    expect(typedOut(feedbackMessage(verdict, { kind: "summary", summary }))).toBe(`Chính xác! +10 điểm.

Tin giục làm ngay để mình không kịp nghĩ.

Anh/Chị đã học xong bài “Bốn nút bấm của kẻ gian”.
Đúng ngay lần đầu: 2/3 câu. Mức đạt của bài là 70%.
Điểm hôm nay: 1.025.

Chuỗi ngày học: 5 ngày, tính cả hôm nay. Thẻ giữ chuỗi: 2.
Anh/Chị vừa được thêm 1 thẻ giữ chuỗi.

Bài tiếp theo đến lúc 07:30 ngày mai.
Nếu muốn học tiếp ngay, Anh/Chị gõ /baihoc.`);
  });
});

describe("a word in between", () => {
  it("reminds of where the person stopped", () => {
    const view = {
      fullName: "Nguyễn Thị Lan",
      nth: 1,
      lessonTitle: "Bốn nút bấm",
      question: question({ number: 2 }),
      streakAfter: 6,
    } as const;
    expect(typedOut(reminderMessage(view))).toBe(`Chào Anh/Chị Lan.
Bài “Bốn nút bấm” đang chờ Anh/Chị.
Học hôm nay, chuỗi của Anh/Chị là 6 ngày.

Anh/Chị đang dừng ở câu 2/3.

Câu 2/3. Tin nhắn giục “trong 5 phút” bấm vào nút nào?
A. Tham
B. Gấp
C. Bí mật

Trả lời: gõ A, B hoặc C`);
  });

  it("names the unit that nudges", () => {
    expect(typedOut(nudgeMessage("Sở Nội vụ", "Bốn nút bấm", null))).toBe(
      "Sở Nội vụ gửi lời nhắc về bài “Bốn nút bấm”. Khi tiện, mời Anh/Chị học tiếp.\n\nBài chỉ mất khoảng 3 phút.\n\nGõ /baihoc để học.",
    );
  });

  it("hints with the choices and says that nothing was lost", () => {
    expect(typedOut(hintMessage({ kind: "ambiguous" }, question({ number: 2 })))).toBe(
      "Học Vụ chưa chắc Anh/Chị chọn ý nào.\nLần này không tính là trả lời.\nCâu đang mở là câu 2/3.\n\nTrả lời: gõ A, B hoặc C",
    );
  });
});

describe("joining", () => {
  it("asks for consent with what is kept, why, who sees it and how to erase it", () => {
    const message = noticeMessage("Nguyễn Thị Lan");
    const text = typedOut(message);
    for (const said of ["tự động", "Lưu gì: ", "Để làm gì: ", "Ai xem được: ", "/dulieu", "/xoa", "91/2025/QH15"]) {
      expect(text).toContain(said);
    }
    expect(text).toMatch(/Anh\/Chị có đồng ý không\?\n\nTrả lời: gõ ĐỒNG Ý hoặc KHÔNG ĐỒNG Ý$/);
    expect(message.buttons).toEqual([
      [
        { kind: "press", label: "Đồng ý", action: "c:1" },
        { kind: "press", label: "Không đồng ý", action: "c:0" },
      ],
    ]);
  });

  it("welcomes with the time of the first lesson", () => {
    const view = {
      fullName: "Nguyễn Thị Lan",
      cohort: "Lớp 1",
      course: "An toàn số",
      firstLesson: tomorrow,
      placement: false,
      confidence: null,
    };
    expect(plainText(welcomeMessage(view).text)).toBe(`Cảm ơn Anh/Chị Lan. Anh/Chị đã vào lớp.
Lớp: Lớp 1. Khóa: An toàn số.

Bài đầu tiên đến lúc 07:30 ngày mai.
Muốn học ngay, Anh/Chị gõ /baihoc. Cần giúp, Anh/Chị gõ /trogiup.

Muốn đổi giờ nhận bài, Anh/Chị gõ /gio và giờ mới, ví dụ: /gio 07:15`);
  });

  it("names /lienket to who brings a wrong or spent code", () => {
    expect(plainText(codeRefusedMessage().text)).toContain("/lienket");
  });

  it("turns the pages of the units", () => {
    const units = [11, 12].map((number) => ({ id: number as UnitId, number, name: `Phòng ${number}`, itself: false }));
    const message = askUnitMessage({ fullName: "Lê An", units, page: 1, pages: 2, again: false });
    expect(plainText(message.text)).toBe(
      "Cảm ơn Anh/Chị An. Anh/Chị thuộc đơn vị nào?\n\n11. Phòng 11\n12. Phòng 12\n\nTrang 2/2.",
    );
    expect(labelsOf(message)).toEqual([["11", "12"], ["Trang trước"]]);
  });
});

describe("a learner's own figures", () => {
  it("are told in one list", () => {
    const view = {
      fullName: "Nguyễn Thị Lan",
      points: 1250,
      streak: { current: 4, best: 9, freezes: 1 },
      rank: { place: 2, of: 14, unit: "Phòng Nội vụ" },
      lessonsCompleted: 12,
      lessonsTotal: 56,
      lessonsSkipped: 0,
      answers: { right: 30, wrong: 6 },
    };
    expect(plainText(scoreMessage(view).text)).toBe(`Kết quả của Anh/Chị Lan
Điểm: 1.250
Chuỗi ngày học: 4 ngày (dài nhất: 9)
Thẻ giữ chuỗi: 1
Thứ hạng: 2/14 trong Phòng Nội vụ
Bài đã học xong: 12/56
Trả lời lần đầu: 30 câu đúng, 6 câu chưa đúng`);
    expect(plainText(scoreMessage({ ...view, lessonsSkipped: 8 }).text)).toContain(
      "Bài đã học xong: 12/56, được bỏ qua: 8\n",
    );
  });

  it("explain the streak day by day, the newest first", () => {
    const message = streakMessage(1, 0, [
      { date: day, kind: "frozen", why: { because: "freeze_used", left: 0 } },
      { date: addDays(day, 1), kind: "kept", why: { because: "lesson", earnedFreeze: false } },
    ]);
    expect(plainText(message.text)).toContain(
      "Thứ Ba, 03/03/2026: học xong bài\nThứ Hai, 02/03/2026: chưa học, đã dùng 1 thẻ giữ chuỗi (còn 0)",
    );
  });

  it("show names on the board as inert text", () => {
    const rows = [
      { place: 1, fullName: "An\n2. Giả Mạo: 999 điểm\u202e", points: 30, me: false },
      { place: 2, fullName: "*Lan*", points: 20, me: true },
    ];
    const message = boardMessage({ unit: "Phòng Nội vụ", rows, of: 2 });
    expect(plainText(message.text)).toBe(`Bảng xếp hạng: Phòng Nội vụ
1. An 2. Giả Mạo: 999 điểm: 30 điểm
2. *Lan*: 20 điểm (Anh/Chị)

Có 2 người trên bảng.`);
    expect(message.text[2]).toEqual(bold("2. *Lan*: 20 điểm (Anh/Chị)"));
  });

  it("hand out a link code with what to do", () => {
    const message = linkMessage({
      code: "123456",
      minutes: 10,
      elsewhere: [{ platform: "Zalo", url: "https://zalo.me/1" }],
    });
    expect(plainText(message.text)).toBe(`Mã kết nối, dùng một lần, trong 10 phút:
123456

Mở Học Vụ trên Zalo rồi gửi mã này vào đó.
https://zalo.me/1

Mã này chỉ dành cho Anh/Chị. Xin đừng gửi cho người khác.`);
  });
});

describe("a supervisor's figures", () => {
  const counts = {
    learners: 3,
    joined: 2,
    completedToday: 1,
    completionRate: 2 / 3,
    averageScore: null,
    lessonsSkipped: 0,
  };

  it("come per unit, in Vietnamese form", () => {
    const view = {
      scope: "Sở Nội vụ",
      asOf: { day, time: at },
      active7d: 2,
      ...counts,
      units: [{ unit: "Phòng 1", ...counts }],
    };
    expect(plainText(progressMessage(view).text)).toBe(`Tiến độ: Sở Nội vụ
Tính đến 07:30 ngày 02/03/2026.

Học viên: 3, đã tham gia 2
Học xong hôm nay: 1
Có nhắn hoặc bấm trong 7 ngày: 2
Bài đã học xong so với bài đã giao: 66,7%
■■■■■■■□□□
Trả lời đúng ngay lần đầu: chưa có

■■■■■■■□□□ Phòng 1: tham gia 2/3, hôm nay 1, hoàn thành 66,7%`);
    expect(plainText(progressMessage({ ...view, lessonsSkipped: 12 }).text)).toContain(
      "Trả lời đúng ngay lần đầu: chưa có\nBài được bỏ qua nhờ xếp mức: 12 (không tính vào bài đã giao)\n",
    );
  });

  it("name who has not learnt", () => {
    const people = [{ fullName: "Nguyễn Thị Lan", unit: "Phòng 1" }];
    const view = {
      scope: "Sở Nội vụ",
      asOf: { day, time: at },
      notToday: { total: 3, people },
      notThisWeek: { total: 0, people: [] },
      notJoined: 4,
    };
    expect(plainText(inactiveMessage(view).text)).toBe(`Chưa học: Sở Nội vụ
Tính đến 07:30 ngày 02/03/2026.

Hôm nay chưa học (3 người)
- Nguyễn Thị Lan (Phòng 1)
… và 2 người nữa

Chưa học trong 7 ngày (0 người)

Chưa tham gia lớp: 4 người.

Để nhắc những người chưa học hôm nay, gõ /nhac.`);
  });

  it("are refused in the same words whatever was asked for", () => {
    expect(plainText(noSuchScopeMessage().text)).toBe(
      "Không có lớp hoặc đơn vị nào như vậy trong phạm vi của Anh/Chị.\nGõ lệnh không kèm tên để xem toàn bộ phạm vi của Anh/Chị.",
    );
  });
});
