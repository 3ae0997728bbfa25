import { expect } from "vitest";
import { story } from "./world.ts";

const above = "UBND tỉnh";
const a = `${above} / Sở Nội vụ`;
const b = `${above} / Sở Tài chính`;

const people = [
  { name: "Nguyễn Thị Lan", unit: `${a} / Phòng Tổ chức` },
  { name: "Trần Văn Minh", unit: `${b} / Phòng Ngân sách` },
  { name: "Đỗ Văn An", unit: above },
  { name: "Phạm Văn Quản", unit: a, role: "quan_ly" },
] as const;

/** What must not be seen from Sở Nội vụ. */
const hidden = /Trần Văn Minh|Ngân sách|Đỗ Văn An|Tài chính/;

story(
  "a supervisor sees what lies below, nothing else, and nothing any more once the right is gone",
  { queue: "postgres" },
  async (world) => {
    await world.cohort(people);
    await world.start();
    const [lan, minh, quan] = await Promise.all([
      world.learner("Nguyễn Thị Lan"),
      world.learner("Trần Văn Minh", world.zalo),
      world.learner("Phạm Văn Quản"),
    ]);
    await world.clockTo("mon 07:30");
    await Promise.all([lan, minh, quan].map((person) => person.receives(/^Bài 1\//)));
    const asks = async (text: string) => {
      await quan.types(text);
      const answer = await quan.receives(/./);
      expect(answer).not.toMatch(hidden);
      return answer;
    };

    expect(await asks("/tiendo")).toMatch(/Học viên: 2, đã tham gia 2/);
    expect(await asks("/chuahoc")).toContain("Nguyễn Thị Lan");
    expect(await asks("/tiendo Phòng Tổ chức")).toMatch(/Học viên: 1/);
    const nothing = await asks("/tiendo Sở Trên Trời");
    expect(nothing).toMatch(/^Không có lớp hoặc đơn vị nào như vậy/);
    for (const command of ["/tiendo", "/chuahoc", "/nhac"]) {
      for (const place of ["Sở Tài chính", "Phòng Ngân sách", "UBND tỉnh", "UBND tỉnh / Sở Tài chính"]) {
        expect(await asks(`${command} ${place}`)).toBe(nothing);
      }
    }
    for (const trick of ["%", "1/", "' or true --", "UBND tỉnh / Sở Nội vụ / .."]) await asks(`/tiendo ${trick}`);
    await asks("/tiendo Lớp thử"); // their own part of a cohort that has others too
    await quan.types("/nhac");
    await lan.receives(/gửi lời nhắc/);
    await quan.receives(/Đã gửi lời nhắc tới 2 người|gửi lời nhắc về bài/);
    await quan.receives(/Đã gửi lời nhắc tới 2 người|gửi lời nhắc về bài/);
    await minh.hasReadAll();

    await lan.types("/tiendo");
    const forNobody = await lan.receives(/dành cho người phụ trách/);
    await world.roster([{ ...people[3], role: "hoc_vien" }]);
    for (const command of ["/tiendo", "/chuahoc", "/nhac", "/tiendo Sở Nội vụ", "/tiendo Sở Trên Trời"]) {
      expect(await asks(command)).toBe(forNobody);
    }
  },
);
