import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetNewcomer } from "#db/roster/newcomers.ts";
import { lockLearner } from "#db/roster/people.ts";
import type { ChatId, CohortId } from "#domain/ids.ts";
import { eraseLearner } from "#learning/erase.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { codes, cohort, erase, ids, importText, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  first = await cohort(database.db);
});

const bring = (text: string, options: Parameters<typeof importText>[2] | object = {}) =>
  importText(database.db, text, { cohort: first, ...options });

const people = () => database.sql`
  select p.full_name, p.code, p.email, p.phone, u.path, o.role, o.title, e.next_lesson_id as next
  from people p join posts o on o.person_id = p.id join units u on u.id = o.unit_id
  join enrolments e on e.learner_id = p.id order by p.id`;

const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged, errors: [] });

const roster = `ho_ten,don_vi,chuc_danh,vai_tro,email,dien_thoai,ma
Trần Thị Lan,Tỉnh A,Chủ tịch,quan_ly,lan@a.vn,0912345678,L1
Nguyễn Văn Hùng,Tỉnh A / Xã B,,hoc_vien,hung@a.vn,,
Nguyễn Văn Hưng,Tỉnh A / Xã B,,,,,
`;

describe("a first import", () => {
  test("makes units, people, posts and a place with an invite code of eight signs for each", async () => {
    expect(await bring(roster)).toMatchObject(counts(3, 0, 0));
    expect(await people()).toMatchObject([
      {
        full_name: "Trần Thị Lan",
        path: "Tỉnh A",
        role: "supervisor",
        title: "Chủ tịch",
        phone: "0912345678",
        code: "L1",
        next: "bai-1",
      },
      { full_name: "Nguyễn Văn Hùng", path: "Tỉnh A / Xã B", role: "learner", email: "hung@a.vn" },
      { full_name: "Nguyễn Văn Hưng", path: "Tỉnh A / Xã B", role: "learner", email: null },
    ]);
    const invites = await database.sql`select invite_code as code from enrolments`;
    expect(new Set(invites.map(({ code }) => code)).size).toBe(3);
    expect(invites.every(({ code }) => /^[2-9A-HJKMNP-Z]{8}$/.test(code))).toBe(true);
  });

  test("draws another code for one that opens something already", async () => {
    const [taken] = await database.sql`select join_code as code from cohorts`;
    const drawn = [taken!.code, "AAAAAAAA", "AAAAAAAA", "BBBBBBBB", "CCCCCCCC"];
    await bring(roster, { inviteCodes: () => drawn.shift() ?? "DDDDDDDD" });
    const invites = await database.sql`select invite_code as code from enrolments order by 1`;
    expect(invites.map(({ code }) => code)).toEqual(["AAAAAAAA", "BBBBBBBB", "CCCCCCCC"]);
  });

  test("takes one unit for spellings that differ in case, blanks and the place of a tone, and keeps the first", async () => {
    await bring("ho_ten,don_vi\nAn,Tỉnh A / Xã  Hoà Bình\nBình,TỈNH A / xã hòa bình\nCúc,Tính A\nDũng,Xã Hoà Bình");
    const units = await database.sql`select path, lineage from units order by lineage`;
    expect(units.map((row) => [row.path, row.lineage])).toEqual([
      ["Tỉnh A", "1/"],
      ["Tỉnh A / Xã Hoà Bình", "1/4/"],
      ["Tính A", "2/"],
      ["Xã Hoà Bình", "3/"],
    ]);
  });
});

describe("a second import", () => {
  test("of the same file changes nothing, in whatever order and case", async () => {
    await bring(roster);
    const before = [await people(), await database.sql`select * from enrolments order by id`];
    const [header, ...lines] = roster.trim().split("\n");
    expect(await bring([header, ...lines.reverse()].join("\n"))).toMatchObject(counts(0, 0, 3));
    expect(
      await bring(roster.replace("Nguyễn Văn Hưng", "NGUYỄN VĂN HƯNG").replace("lan@a.vn", "LAN@A.VN")),
    ).toMatchObject(counts(0, 1, 2));
    await bring(roster);
    expect([await people(), await database.sql`select * from enrolments order by id`]).toEqual(before);
  });

  test("finds people by code, else by e-mail, else by name and unit; an empty cell leaves what is known", async () => {
    await bring(roster);
    const before = await ids(database.db);
    const changed = `ho_ten,don_vi,email,ma,dien_thoai
Trần Lan,Tỉnh A / Xã B,lan2@a.vn,L1,
Nguyễn Mạnh Hùng,Tỉnh A,hung@a.vn,H1,
Nguyễn Văn Hưng,Tỉnh A / Xã B,,,0900000000
`;
    expect(await bring(changed)).toMatchObject(counts(0, 3, 0));
    const after = await ids(database.db);
    expect([after["Trần Lan"], after["Nguyễn Mạnh Hùng"], after["Nguyễn Văn Hưng"]]).toEqual(Object.values(before));
    expect(await people()).toMatchObject([
      {
        code: "L1",
        email: "lan2@a.vn",
        phone: "0912345678",
        title: "Chủ tịch",
        role: "supervisor",
        path: "Tỉnh A / Xã B",
      },
      { code: "H1", email: "hung@a.vn", path: "Tỉnh A" },
      { code: null, phone: "0900000000" },
    ]);
  });

  test("takes a right away and writes down who got another role or unit, without names", async () => {
    await bring(roster);
    await database.sql`truncate audit`;
    await bring("ho_ten,don_vi,vai_tro,ma\nTrần Thị Lan,Tỉnh A / Xã B,,L1");
    const deeds = await database.sql`select deed, subject, detail from audit order by id`;
    expect(deeds).toMatchObject([
      { deed: "role", subject: "learner:1", detail: { from: "supervisor", to: "learner" } },
      { deed: "unit", subject: "learner:1", detail: { from: 1, to: 2 } },
      { deed: "roster", subject: `cohort:${first}`, detail: { created: 0, updated: 1, unchanged: 0 } },
    ]);
    expect(JSON.stringify(deeds)).not.toMatch(/Lan|Tỉnh/);
  });

  test("into another cohort gives the same people a place and a code there", async () => {
    await bring(roster);
    const second = await cohort(database.db, "Lớp 2", 9);
    expect(await bring(roster, { cohort: second })).toMatchObject(counts(0, 3, 0));
    expect(await bring(roster, { cohort: second })).toMatchObject(counts(0, 0, 3));
    expect(await database.sql`select count(*) from people`).toEqual([{ count: 3 }]);
    expect(await database.sql`select count(distinct invite_code) from enrolments`).toEqual([{ count: 6 }]);
  });

  test("never revives who was erased: the row is someone new", async () => {
    await bring(roster);
    const { "Trần Thị Lan": lan } = await ids(database.db);
    await erase(database.db, lan!);
    expect(await bring(roster)).toMatchObject(counts(1, 0, 2));
    expect(await database.sql`select full_name, code from people where id = ${lan!}`).toEqual([
      { full_name: null, code: null },
    ]);
  });
});

describe("a row that could touch someone else", () => {
  test.each([
    ["a code twice", "An,Xã B,,K1\nBình,Xã B,,K1", 3, "ma", /row 2/],
    ["an e-mail twice", "An,Xã B,a@a.vn,K1\nBình,Xã B,A@a.vn,K2", 3, "email", /row 2/],
    ["a name and unit twice", "An,Xã B,,\nAN,xã b,,", 3, "ho_ten", /row 2/],
    ["a name and unit, one with a code", "An,Xã B,,K1\nAn,Xã B,,", 3, "ho_ten", /row 2/],
    ["a name and unit, then one with a code", "An,Xã B,,\nAn,Xã B,,K1", 3, "ho_ten", /row 2/],
    ["someone's e-mail with another code", "An,Xã B,lan@a.vn,K1", 2, "email", /someone else/],
    ["someone's e-mail with someone else's code", "An,Xã B,hung@a.vn,L1", 2, "email", /someone else/],
    ["one person by code and by name", "Lan,Tỉnh A,,L1\nTrần Thị Lan,Tỉnh A,,", 3, "", /row 2/],
  ])("is refused: %s", async (_, lines, row, column, message) => {
    await bring(roster);
    const before = await people();
    const result = await bring(`ho_ten,don_vi,email,ma\n${lines}`);
    expect(result).toMatchObject({
      ...counts(0, 0, 0),
      errors: [{ row, column, message: expect.stringMatching(message) }],
    });
    expect(await people()).toEqual(before);
  });

  test("is refused where a name fits several people of the unit", async () => {
    await bring("ho_ten,don_vi,ma\nAn,Xã B,K1\nAn,Xã B,K2");
    const { errors } = await bring("ho_ten,don_vi\nAn,Xã B");
    expect(errors).toMatchObject([{ row: 2, column: "ho_ten", message: expect.stringMatching(/several/) }]);
  });

  test("two people of one name and unit with a code each are two people", async () => {
    expect(await bring("ho_ten,don_vi,ma\nAn,Xã B,K1\nAn,Xã B,K2")).toMatchObject(counts(2, 0, 0));
    expect(await bring("ho_ten,don_vi,ma\nAn,Xã B,K2\nAn,Xã B,K1")).toMatchObject(counts(0, 0, 2));
  });
});

describe("a file with a bad row", () => {
  const bad = `${roster}Sai,Tỉnh C,,,sai@,,\nHai,Tỉnh D,,,lan@a.vn,,\n`;
  const rows = [5, 6];

  test("changes nothing, units included", async () => {
    const result = await bring(bad);
    expect(result).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(result.errors.map(({ row }) => row)).toEqual(rows);
    expect(await database.sql`select (select count(*) from units) + (select count(*) from people) as rows`).toEqual([
      { rows: 0 },
    ]);
  });

  test("brings in the good rows when told to skip the others", async () => {
    const result = await bring(bad, { skipBadRows: true });
    expect(result).toMatchObject({ created: 3 });
    expect(result.errors.map(({ row }) => row)).toEqual(rows);
    expect(await people()).toHaveLength(3);
  });

  test("a dry run says what would be and changes nothing", async () => {
    expect(await bring(roster, { dryRun: true })).toMatchObject(counts(3, 0, 0));
    expect(await people()).toHaveLength(0);
    expect(await bring(roster)).toMatchObject(counts(3, 0, 0));
  });
});

test("two imports at the same moment create everyone once", async () => {
  const results = await Promise.all([bring(roster), bring(roster, { inviteCodes: codes(99) })]);
  expect(results.map(({ created }) => created).sort()).toEqual([0, 3]);
  expect(await people()).toHaveLength(3);
});

test("who is erased, or came by a cohort's code and is forgotten, while the file is read is someone new in it", async () => {
  await bring(roster);
  const { "Nguyễn Văn Hùng": hung, "Nguyễn Văn Hưng": newcomer } = await ids(database.db);
  await database.sql`update enrolments set invite_code = null where learner_id = ${newcomer!}`;
  const [chat] = await database.sql<{ id: ChatId }[]>`
    insert into chats (bot, address, learner_id, last_used_at) values ('telegram:1', '7', ${newcomer!}, ${monday}) returning id`;
  let importing: ReturnType<typeof bring> | null = null;
  await database.db.transaction(async (tx) => {
    await eraseLearner(tx, hung!, "operator", null, monday);
    await lockLearner(tx, newcomer!);
    expect(await forgetNewcomer(tx, newcomer!, chat!.id)).toBe(true);
    importing = bring(roster, { inviteCodes: codes(9) });
    importing.catch(() => {}); // heard of below
    await eventually("the import waits for them", async () => {
      const waiting = await database.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      return waiting.length > 0;
    });
  });
  expect(await importing).toMatchObject(counts(2, 0, 1));
  expect(Object.keys(await ids(database.db)).sort()).toEqual(["Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "Trần Thị Lan"]);
});

test("a person who has done lessons of the course elsewhere goes on with the next one", async () => {
  await bring(roster);
  await database.sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at)
    select 1, 'bai-1', id, ${first}, 3, now(), now() from lesson_versions where lesson_id = 'bai-1'`;
  const second = await cohort(database.db, "Lớp 2", 9);
  await bring(roster, { cohort: second });
  const next = await database.db.execute(
    sql`select next_lesson_id as next from enrolments where cohort_id = ${second} order by id`,
  );
  expect(next.map(({ next }) => next)).toEqual(["bai-2", "bai-1", "bai-1"]);
});

test("thousands of rows in hundreds of units are taken in, and found again", async () => {
  const line = (n: number) =>
    `Nguyễn Văn ${n},Tỉnh ${n % 20} / Xã ${n % 500},hoc_vien,n${n}@a.vn,${n % 2 ? `K${n}` : ""}`;
  const big = `ho_ten,don_vi,vai_tro,email,ma\n${Array.from({ length: 6_000 }, (_, n) => line(n)).join("\n")}`;
  expect(await bring(big)).toMatchObject(counts(6_000, 0, 0));
  expect(await bring(big)).toMatchObject(counts(0, 0, 6_000));
});
