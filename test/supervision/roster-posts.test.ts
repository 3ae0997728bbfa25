import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CohortId } from "#domain/ids.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, ids, importText, monday, publish } from "./world.ts";

let database: TestDatabase;
let first: CohortId;
const later = new Date(monday.getTime() + 3_600_000);

beforeAll(async () => {
  database = await freshDatabase();
  await publish(database.db);
});
afterAll(() => database.end());
beforeEach(async () => {
  await database.sql`truncate people, units, cohorts, audit restart identity cascade`;
  first = await cohort(database.db);
});

const bring = (lines: string, options: object = {}) =>
  importText(database.db, `ho_ten,don_vi,vai_tro,email,dien_thoai,ma\n${lines}`, { cohort: first, ...options });

/** "1 Tỉnh A *" for the main post of the first person, by person and path. */
const posts = async () => {
  const rows = await database.sql`select p.id, u.path, o.role, o.main from posts o join units u on u.id = o.unit_id
    join people p on p.id = o.person_id order by p.id, u.path`;
  return rows.map(({ id, path, role, main }) => `${id} ${path}${role === "supervisor" ? " !" : ""}${main ? " *" : ""}`);
};

const both = "Lan,Xã B,,lan@a.vn,,L1\nAn,Xã B,,,,A1\nLan,Xã C,quan_ly,,0912345678,L1\n";

describe("one person in several rows", () => {
  test("holds a post in each, the first row's is the main one, and counts once", async () => {
    expect(await bring(both)).toMatchObject({ created: 2, updated: 0, unchanged: 0, errors: [] });
    expect(await posts()).toEqual(["1 Xã B *", "1 Xã C !", "2 Xã B *"]);
    expect(await database.sql`select email, phone, code from people where id = 1`).toEqual([
      { email: "lan@a.vn", phone: "0912345678", code: "L1" },
    ]);
    expect(await database.sql`select count(*) from enrolments`).toEqual([{ count: 2 }]);
    expect(await bring(both)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  test("is found by e-mail where a row has no code, in whatever order", async () => {
    const rows = ["Lan,Xã B,,lan@a.vn,,", "Lan,Xã C,,LAN@a.vn,,L1", "Lan,Xã D,,,,L1"];
    for (const order of [rows, rows.toReversed()]) {
      await database.sql`truncate people, units restart identity cascade`;
      expect(await bring(order.join("\n"))).toMatchObject({ created: 1, errors: [] });
      expect(await posts()).toHaveLength(3);
    }
  });

  test("loses a post that the file no longer names, gets one that it names, and the main one follows the rows", async () => {
    await bring(both);
    const changed = "Lan,Xã C,quan_ly,,,L1\nLan,Xã D,,,,L1\nAn,Xã B,,,,A1\n";
    expect(await bring(changed, { now: later })).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect(await posts()).toEqual(["1 Xã C ! *", "1 Xã D", "2 Xã B *"]);
    const past = await database.sql`select u.path, h.until from past_posts h join units u on u.id = h.unit_id`;
    expect([...past]).toEqual([{ path: "Xã B", until: later }]);
    expect(await bring("Lan,Xã D,,,,L1\nLan,Xã C,quan_ly,,,L1\n", { now: later })).toMatchObject({ updated: 1 });
    expect(await posts()).toEqual(["1 Xã C !", "1 Xã D *", "2 Xã B *"]);
  });

  test("hands a role on to the first new unit alone where the file has no roles", async () => {
    await bring("Lan,Xã B,quan_ly,,,L1\n");
    await importText(database.db, "ho_ten,don_vi,ma\nLan,Xã C,L1\nLan,Xã D,L1\n", { cohort: first });
    expect(await posts()).toEqual(["1 Xã C ! *", "1 Xã D"]);
  });

  test("without code and e-mail is one person where every unit knows them as one", async () => {
    await bring("Lan,Xã B,,,,L1\nLan,Xã C,,,,L1\n");
    expect(await bring("Lan,Xã B,,,,\nLan,Xã C,,,,\n")).toMatchObject({ unchanged: 1, errors: [] });
    expect(await bring("Lan,Xã B,,,,\nLan,Xã D,,,,\n")).toMatchObject({ created: 1, updated: 1 });
  });
});

describe("rows of one person that contradict each other are refused, at the cell that does", () => {
  test.each([
    ["the same unit again", "Lan,Xã B,,,,L1\nLan,xã b,,,,L1", 3, "F3", /row 2 in the same unit/],
    ["another name", "Lan,Xã B,,,,L1\nLân,Xã C,,,,L1", 3, "A3", /another name than in row 2/],
    ["another name by e-mail", "Lan,Xã B,,a@a.vn,,\nLân,Xã C,,a@a.vn,,", 3, "A3", /another name/],
    ["another e-mail", "Lan,Xã B,,,,L1\nLan,Xã C,,a@a.vn,,L1\nLan,Xã D,,b@a.vn,,L1", 4, "D4", /another e-mail/],
    ["another phone", "Lan,Xã B,,,0912345678,L1\nLan,Xã C,,,0912345679,L1", 3, "E3", /another number/],
    ["an e-mail of two codes", "Lan,Xã B,,a@a.vn,,L1\nLan,Xã C,,a@a.vn,,L2", 3, "D3", /e-mail of row 2/],
  ])("%s", async (_, lines, row, cell, message) => {
    expect((await bring(lines)).errors).toEqual([
      { row, cell, column: expect.any(String), message: expect.stringMatching(message) },
    ]);
    expect(await posts()).toEqual([]);
  });

  test("and when bad rows are left out, no post of such a person ends", async () => {
    await bring("Lan,Xã B,,,,L1\nLan,Xã C,,,,L1\nAn,Xã B,,a@a.vn,,\nAn,Xã C,,a@a.vn,,\n");
    const { An, Lan } = await ids(database.db);
    const bad = "Lan,Xã B,,,,L1\nLan,,,,,L1\nAn,Xã D,,a@a.vn,,\nÂn,Xã C,,a@a.vn,,\n";
    const result = await bring(bad, { skipBadRows: true, now: later });
    expect(result.errors.map(({ row }) => row)).toEqual([3, 5]);
    expect(await posts()).toEqual([`${Lan} Xã B *`, `${Lan} Xã C`, `${An} Xã B *`, `${An} Xã C`, `${An} Xã D`]);
  });
});

test("a new unit that is nearly called as another beside it is warned about, and made", async () => {
  await bring("An,Tỉnh A / Xã Tân Lập,,,,A1\n");
  const result = await bring(
    "An,Tỉnh A / Xã Tân Lập,,,,A1\nBình,Tỉnh A / Xã Tân Lâp,,,,\nCúc,Tỉnh B / Xã Tân Lâp,,,,\n",
  );
  expect(result).toMatchObject({ created: 2, errors: [] });
  expect(result.warnings).toEqual([
    { row: 3, column: "don_vi", cell: "B3", message: expect.stringContaining("write “Xã Tân Lập”") },
  ]);
});

test("a unit that only rows left out name is not made", async () => {
  await bring("Lan,Xã B,,lan@a.vn,,L1\n");
  const clash = "Hà,Tỉnh A / Xã C,,lan@a.vn,,H1\nAn,Tỉnh A / Xã D,,,,A1\n";
  expect(await bring(clash, { skipBadRows: true })).toMatchObject({ created: 1, errors: [{ row: 2, cell: "D2" }] });
  const units = await database.sql`select path from units order by 1`;
  expect(units.map(({ path }) => path)).toEqual(["Tỉnh A", "Tỉnh A / Xã D", "Xã B"]);
});
