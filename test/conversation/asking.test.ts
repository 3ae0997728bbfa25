import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { addMinutes } from "#domain/time.ts";
import { ownPlaces } from "../supervision/questions/set/sixth.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

let w: ChatWorld;
beforeEach(async () => {
  w = await chatWorld();
  await joined("s", "Trần Văn Minh", "Phòng Nội vụ", "supervisor");
  await joined("l", "Nguyễn Thị Lan", "Phòng Nội vụ");
  return () => w.database.end();
});

const joined = async (chat: string, name: string, unit: string, role: "learner" | "supervisor" = "learner") => {
  const { code } = await w.invite(name, unit, role);
  await w.types(chat, code);
  await w.types(chat, "đồng ý");
};
const answers = () => w.database.db.execute(sql`select 1 from answers`);
const dialog = async () => {
  const [row] = await w.database.db.execute<{ dialog: { kind: string } | null }>(
    sql`select dialog from chats where address = 's'`,
  );
  return row!.dialog?.kind ?? null;
};
/** A second unit of the supervisor's, and one of a name that both have below them. */
const grow = async () => {
  await w.invite("Lê Thị Hoa", "Phòng Tài chính");
  await w.database.db.execute(sql`
    insert into posts (person_id, unit_id, role, main)
    select p.id, u.id, 'supervisor', false from people p, units u where p.full_name = 'Trần Văn Minh' and u.name = 'Phòng Tài chính'`);
  await w.database.db.execute(sql`
    insert into units (parent_id, name, name_key, lineage, path)
    select id, 'Tổ 1', 'tổ 1', id || '/new' || id || '/', name || ' / Tổ 1' from units`);
  await w.database.db.execute(
    sql`update units set lineage = parent_id || '/' || id || '/' where parent_id is not null`,
  );
  await w.database.db.execute(sql`
    insert into posts (person_id, unit_id, role, main)
    select p.id, u.id, 'learner', false from people p, units u where p.full_name = 'Nguyễn Thị Lan' and u.name = 'Tổ 1'`);
};

describe("a supervisor asks in plain words", () => {
  test("and is answered at once, with what was understood and when", async () => {
    const said = await w.types("s", "phòng mình hôm nay ai chưa học vậy em");
    expect(said).toMatch(/^Chưa học hôm nay: 2 trên 2 người\nPhòng Nội vụ/);
    expect(said).toContain("Nguyễn Thị Lan");
    expect(said).toMatch(/Tính đến 07:00 ngày 02\/03\/2026/);
    expect(await w.types("s", "phong noi vu co bao nhieu nguoi")).toMatch(/^Số học viên: 2 trên 2 người/);
  });

  test("what lies outside is answered like what does not exist, by name and by person", async () => {
    await joined("x", "Đỗ Thị Hoa", "Phòng Kín");
    const nowhere = await w.types("s", "Phòng Không Có ai chưa học");
    expect(nowhere).toMatch(/Không có lớp hoặc đơn vị nào như vậy/);
    expect(await w.types("s", "Phòng Kín ai chưa học")).toBe(nowhere);
    expect(await w.types("s", "chị Hoa học chưa")).toBe(nowhere);
    expect(await w.types("s", "Đỗ Thị Hoa được mấy điểm")).toBe(nowhere);
    expect(await w.types("s", "tiến độ Phòng Kín")).toBe(nowhere);
  });

  test("and goes on from what was asked, for a quarter of an hour", async () => {
    await w.types("s", "hôm nay bao nhiêu người chưa học");
    expect(await w.types("s", "ai?")).toMatch(/^Chưa học hôm nay[\s\S]*Nguyễn Thị Lan/);
    w.now = addMinutes(w.now, 16);
    expect(await w.types("s", "ai?")).toMatch(/chưa hiểu[\s\S]*hôm nay ai chưa học[\s\S]*Phòng Nội vụ/);
  });

  test("and is asked back where several units have the name; a number or a part of the label picks one", async () => {
    await grow();
    const asked = await w.types("s", "tổ 1 ai chưa học");
    expect(asked).toMatch(/1\. Chưa học, hôm nay, danh sách: .* \/ Tổ 1\n2\. /);
    expect(await w.types("s", "2")).toMatch(/Tổ 1/);
    await w.types("s", "tổ 1 ai chưa học");
    expect(await w.types("s", "phòng nội vụ")).toMatch(/Phòng Nội vụ \/ Tổ 1/);
    await w.types("s", "tổ 1 ai chưa học");
    expect(await w.types("s", "7")).toMatch(/chưa hiểu/);
    expect(await w.types("s", "1")).toMatch(/^Chưa học hôm nay/);
    expect(await w.types("s", "1")).toMatch(/không có câu hỏi nào đang mở/);
  });

  test("and may press which of several is meant: it is answered with what the asker may see then", async () => {
    await grow();
    await w.types("s", "tổ 1 ai chưa học");
    expect(await w.taps("s", "2")).toMatch(/^Chưa học hôm nay[\s\S]*Tổ 1/);
    expect(await dialog()).toBe("asked");
    await w.types("s", "tổ 1 ai chưa học");
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.taps("s", "1")).toMatch(/Không có lớp hoặc đơn vị nào như vậy/);
  });

  test("and is asked back by name of a person who was asked about before, whom the next words do not name", async () => {
    await w.types("s", "Nguyễn Thị Lan học được mấy bài");
    expect(await w.types("s", "tuần này được mấy điểm")).toMatch(/1\. Điểm, .*: Nguyễn Thị Lan \(Phòng Nội vụ\)\n2\. /);
    expect(await w.types("s", "nguyen thi lan")).toMatch(/^Điểm hôm nay[\s\S]*\nNguyễn Thị Lan/);
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.types("s", "hôm qua được mấy điểm")).not.toMatch(/Lan/);
  });

  test("but what was asked back long ago, or answered since, is not answered any more", async () => {
    await grow();
    await w.types("s", "tổ 1 ai chưa học");
    await w.taps("s", "1");
    expect(await w.taps("s", "2")).toMatch(/đã cũ hoặc đã được trả lời/);
    await w.types("s", "tổ 1 ai chưa học");
    w.now = addMinutes(w.now, 16);
    expect(await w.taps("s", "1")).toMatch(/hỏi lại/);
  });

  test("finds a misspelt name where only one is near, asks back what may be meant, and knows nobody out of sight", async () => {
    await joined("x", "Đỗ Thị Hạnh", "Phòng Kín");
    expect(await w.types("s", "Nguyễn Thị Lna học được mấy bài")).toMatch(/Nguyễn Thị Lan/);
    expect(await w.types("s", "Phòng Nội vjụ có bao nhiêu người")).toMatch(/Phòng Nội vụ/);
    expect(await w.types("s", "Nguyễn Thị Loan học được mấy bài")).toMatch(/Có phải[\s\S]*Nguyễn Thị Lan/);
    expect(await w.taps("s", "Đúng vậy")).toMatch(/^Số bài đã học xong[\s\S]*Nguyễn Thị Lan/);
    const nobody = await w.types("s", "Trần Thị Vắng học được mấy bài");
    expect(await w.types("s", "Đỗ Thị Hạnhh học được mấy bài")).toBe(nobody);
    expect(await w.types("s", "Đỗ Thị Hanhg học được mấy bài")).toBe(nobody);
  });

  test("and is told what can be asked, with a unit of theirs, when nothing was understood", async () => {
    expect(await w.types("s", "trời hôm nay đẹp quá")).toMatch(
      /chưa hiểu[\s\S]*1\. hôm nay ai chưa học\n2\. tiến độ Phòng Nội vụ\n3\. /,
    );
    expect(await w.taps("s", "2")).toMatch(/^Tiến độ[\s\S]*Phòng Nội vụ/);
    expect(await w.types("l", "trời hôm nay đẹp quá")).toMatch(/chưa hiểu[\s\S]*\/trogiup/);
  });

  test("and is offered what can be answered near to it, where nothing was understood but somebody or something is named", async () => {
    expect(await w.types("s", "mai họp ở Phòng Nội vụ lúc mấy giờ thế")).toMatch(
      /chưa hiểu[\s\S]*1\. Tiến độ: .*Phòng Nội vụ\n2\. Chưa học, hôm nay, danh sách: .*\n3\. [\s\S]*bằng lời khác/,
    );
    expect(await w.types("s", "2")).toMatch(/^Chưa học hôm nay[\s\S]*Nguyễn Thị Lan/);
    await w.types("s", "Nguyễn Thị Lan bơi giỏi");
    expect(await w.taps("s", "2")).toMatch(/^Số bài đã học xong hôm nay[\s\S]*Nguyễn Thị Lan/);
    expect(await w.types("l", "mai họp ở Phòng Nội vụ lúc mấy giờ thế")).toMatch(/chưa hiểu[\s\S]*\/trogiup/);
  });

  test("and goes on from what was answered last, also past what was asked back or not understood", async () => {
    await grow();
    await w.types("s", "hôm nay bao nhiêu người chưa học");
    await w.types("s", "tổ 1 ai chưa học");
    expect(await w.types("s", "còn hôm qua thì sao")).toMatch(/^Chưa học hôm qua[\s\S]*Phòng Nội vụ/);
    await w.types("s", "mai họp ở Phòng Nội vụ lúc mấy giờ thế");
    expect(await w.types("s", "ai?")).toMatch(/^Chưa học hôm qua: 0 trên 3 người[\s\S]*Không có ai/);
  });

  test("and is told how to remind people: plain words remind nobody", async () => {
    const how = /^Để nhắc những người chưa học hôm nay, gõ \/nhac\.[\s\S]*\/nhac Phòng Nội vụ$/;
    for (const wish of ["nhắc họ", "nhac nguoi chua hoc", "nhờ nhắc giúp chị Lan", "hãy nhắc mọi người nhé"])
      expect(await w.types("s", wish)).toMatch(how);
    for (const wish of ["nhắc Phòng Nội vụ học đi", "nhắc phòng nội vụ giúp tôi với nhé"])
      expect((await w.types("s", wish)).toLowerCase()).toMatch(/^để nhắc[\s\S]*\/nhac phòng nội vụ$/);
    expect(await w.types("s", "nhắc Phòng Kín học đi")).toMatch(/^Không có lớp hoặc đơn vị nào như vậy/);
    await w.types("s", "/baihoc");
    expect(await w.types("s", "nhắc những người chưa học")).toMatch(how);
    expect(await answers()).toHaveLength(0);
    expect(await w.types("l", "nhắc họ")).toMatch(/chưa hiểu/);
  });

  test("and is told how to have the workbook", async () => {
    const how = /^Để nhận báo cáo Excel, gõ \/xuat\.\n.*\/xuat Phòng Nội vụ$/;
    for (const wish of ["cho tôi file excel", "gửi cho anh cái file nhé em"])
      expect(await w.types("s", wish)).toMatch(how);
    expect(await w.types("l", "cho tôi file excel")).toMatch(/chưa hiểu/);
  });

  test("and is not asked back what is the same twice, whatever the database makes of the question before", async () => {
    await w.types("s", "hôm nay bao nhiêu người học");
    expect(await w.types("s", "ai chưa học")).toMatch(/^Chưa học hôm nay/);
  });

  test("and is told in which place a unit stands only as far as they see others", async () => {
    const alone = await w.types("s", "phòng mình xếp thứ mấy");
    expect(alone).toMatch(/không có đơn vị cùng cấp nào khác để so, nên không có thứ hạng/);
    expect(alone).not.toContain("Phòng Tài chính");
    expect(await w.types("s", "Phòng Tài chính đứng thứ mấy")).toMatch(/Không có lớp hoặc đơn vị nào như vậy/);
    await grow();
    expect(await w.types("s", "Phòng Nội vụ đứng thứ mấy")).toMatch(/Chưa đủ số liệu để xếp thứ hạng/);
    expect(await w.types("s", "Phòng Nội vụ đứng thứ mấy về điểm")).toMatch(
      /Đứng thứ 1 trên 2 đơn vị cùng cấp mà Anh\/Chị xem được/,
    );
  });

  test("while commands stay what they are", async () => {
    expect(await w.types("s", "chưa học")).toMatch(/^Chưa học: Phòng Nội vụ/);
    expect(await w.types("s", "tiến độ Phòng Nội vụ")).toMatch(/^Tiến độ: Phòng Nội vụ/);
    expect(await w.types("s", "tiến độ Phòng mình")).toMatch(/^Tiến độ: .*\nPhòng Nội vụ/);
    expect(await w.types("s", "hỏi ai chưa học")).toMatch(/^Chưa học hôm nay/);
    expect(await w.types("s", "/hoi ai chưa học")).toMatch(/sắp có/);
  });

  test("also while a quiz question is open, and it costs no try", async () => {
    await w.types("s", "/baihoc");
    expect(await w.types("s", "hôm nay ai chưa học")).toMatch(/^Chưa học hôm nay/);
    expect(await answers()).toEqual([]);
    expect(await w.types("s", "trời hôm nay đẹp quá")).toMatch(/không tính là trả lời/);
    expect(await w.types("s", "A")).toMatch(/Chính xác|Chưa đúng/);
    expect(await answers()).toHaveLength(1);
  });

  test("and a digit answers the quiz, unless it was asked back which question is meant", async () => {
    await grow();
    await w.types("s", "/baihoc");
    await w.types("s", "tổ 1 ai chưa học");
    expect(await dialog()).toBe("which");
    expect(await w.types("s", "1")).toMatch(/Tổ 1/);
    expect(await answers()).toEqual([]);
    expect(await w.types("s", "1")).toMatch(/Chính xác|Chưa đúng/);
    expect(await answers()).toHaveLength(1);
  });

  test("and a letter answers the quiz, whatever was asked back", async () => {
    await grow();
    await w.types("s", "/baihoc");
    await w.types("s", "tổ 1 ai chưa học");
    expect(await w.types("s", "B.")).toMatch(/Chính xác|Chưa đúng/);
    expect(await w.types("s", "1")).toMatch(/Chính xác|Chưa đúng/);
    expect(await answers()).toHaveLength(2);
  });

  test("and what is not understood is offered what is near only where it names somebody, while the quiz is open", async () => {
    await w.types("s", "/baihoc");
    expect(await w.types("s", "mai họp ở Phòng Nội vụ lúc mấy giờ thế")).toMatch(/1\. Tiến độ: .*Phòng Nội vụ/);
    expect(await w.types("s", "câu này không tính điểm trời ơi")).toMatch(/không tính là trả lời/);
    expect(await answers()).toEqual([]);
  });

  test("and leaving, erasing and what else is asked in the chat is not disturbed", async () => {
    await w.types("s", "hôm nay ai chưa học");
    await w.types("s", "/xoa");
    expect(await dialog()).toBe("confirm_erase");
    expect(await w.types("s", "hôm nay ai chưa học")).toMatch(/giữ nguyên/);
    expect(await w.types("s", "hôm nay ai chưa học")).toMatch(/^Chưa học hôm nay/);
  });
});

describe("a learner without rights", () => {
  test("can ask about nobody else", async () => {
    for (const said of [
      "hôm nay ai chưa học",
      "tiến độ Phòng Nội vụ thế nào",
      "anh Minh được mấy điểm",
      "top 5 đơn vị tốt nhất",
    ])
      expect([said, await w.types("l", said)]).toEqual([said, expect.stringMatching(/người phụ trách/)]);
  });

  test("is told how many lessons are left, and of their own day a plain no", async () => {
    await w.database.db.execute(sql`update enrolments set next_lesson_id = 'khoa-thu-1'`);
    for (const said of ["tôi còn bao nhiêu bài", "con may bai nua", "Em còn lại mấy bài ạ?"])
      expect([said, await w.types("l", said)]).toEqual([
        said,
        "Anh/Chị còn 5 bài.\nBài đã học xong: 0/5\nMỗi bài chừng ba phút, 3 câu hỏi; đạt khi đúng ngay lần đầu từ 70% số câu.",
      ]);
    expect(await w.types("l", "tôi học được mấy bài rồi")).toMatch(/^Số bài đã học xong: 0 bài/);
    const today = await w.types("l", "hôm nay tôi học chưa");
    expect(today).toMatch(/^Đã học hôm nay: không/);
    expect(today).not.toMatch(/Không có ai/);
  });

  test("and whoever asks for their own place is shown the board of their unit, as by the command", async () => {
    for (const chat of ["l", "s"]) {
      const board = await w.types(chat, "/xephang");
      expect(board).toMatch(/^Bảng xếp hạng: Phòng Nội vụ/);
      for (const text of ownPlaces) expect([text, await w.types(chat, text)]).toEqual([text, board]);
    }
    expect(await w.types("l", "Trần Văn Minh đứng thứ mấy")).not.toContain("Trần Văn Minh");
    expect(await w.types("l", "ai dưới 5 bài")).not.toContain("Trần Văn Minh");
  });

  test("and a right taken away is gone at once", async () => {
    await w.types("s", "hôm nay bao nhiêu người chưa học");
    await w.database.db.execute(sql`update posts set role = 'learner'`);
    expect(await w.types("s", "ai?")).toMatch(/người phụ trách/);
  });
});

test("whose names were shown is written down as a number, and nothing is for a figure or for oneself", async () => {
  const deeds = () =>
    w.database.db.execute(sql`select deed, subject, detail from audit where deed = 'view' order by id`);
  await w.types("s", "đơn vị mình có bao nhiêu người");
  await w.types("s", "tôi học được mấy bài");
  expect([...(await deeds())]).toEqual([]);
  expect(await w.types("s", "hôm nay ai chưa học")).toContain("Nguyễn Thị Lan");
  expect(await w.types("s", "Nguyễn Thị Lan học được mấy bài")).toContain("Nguyễn Thị Lan");
  const [minh] = await w.database.db.execute(sql`select id from people where full_name = 'Trần Văn Minh'`);
  const [lan] = await w.database.db.execute(sql`select id from people where full_name = 'Nguyễn Thị Lan'`);
  expect([...(await deeds())]).toEqual([
    { deed: "view", subject: `own:${minh!.id}`, detail: { list: "not_learnt", named: 2 } },
    { deed: "view", subject: `learner:${lan!.id}`, detail: { list: "lessons", named: 1 } },
  ]);
});
