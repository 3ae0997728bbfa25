import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CohortId } from "#domain/ids.ts";
import { diffLines } from "../../src/app/cli/roster-lines.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { cohort, importText, publish } from "./world.ts";

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

const header = "ho_ten,don_vi,chuc_danh,vai_tro,email,dien_thoai,ma\n";
const bring = (lines: string, options: object = {}) =>
  importText(database.db, header + lines, { cohort: first, ...options });

test("a dry run tells every kind of change as it would be, and changes nothing", async () => {
  await bring(`Lan,Tỉnh / Xã A,Chủ tịch,quan_ly,lan@a.vn,,L1
An,Tỉnh / Xã A,,,,,A1
Bình,Tỉnh / Xã A,,,,,B1
Cúc,Tỉnh,,,,,C1
Dũng,Tỉnh,,,,,D1
`);
  const before = await database.sql`select * from posts order by 1, 2`;
  const { diff, ...counts } = await bring(
    `Trần Lan,Tỉnh / Xã A,Bí thư,,lan2@a.vn,0912345678,L1
An,Tỉnh / Xã B,,,,,A1
Bình,Tỉnh / Xã A,,,,,B1
Bình,Tỉnh,,,,,B1
Dũng,Tỉnh,,,,,D1
Mới,Tỉnh / Xã B,,,,,M1
Mới,Tỉnh,,,,,M1
`,
    { dryRun: true, leavers: "some" },
  );
  expect(counts).toMatchObject({ created: 1, updated: 3, unchanged: 1, left: 1, errors: [] });
  expect(diff).toEqual({
    created: [{ row: 7, fullName: "Mới", units: ["Tỉnh / Xã B", "Tỉnh"] }],
    changed: [
      {
        row: 2,
        learnerId: 1,
        fullName: "Lan",
        changes: [
          { what: "name", from: "Lan", to: "Trần Lan" },
          { what: "email", from: "lan@a.vn", to: "lan2@a.vn" },
          { what: "phone", from: null, to: "0912345678" },
          { what: "role", from: "quan_ly", to: "hoc_vien" },
          { what: "title", from: "Chủ tịch", to: "Bí thư" },
        ],
      },
      { row: 3, learnerId: 2, fullName: "An", changes: [{ what: "unit", from: "Tỉnh / Xã A", to: "Tỉnh / Xã B" }] },
      { row: 4, learnerId: 3, fullName: "Bình", changes: [{ what: "post", from: null, to: "Tỉnh" }] },
    ],
    leaving: [{ learnerId: 4, fullName: "Cúc", unit: "Tỉnh" }],
    units: ["Tỉnh / Xã B"],
    unchanged: 1,
  });
  expect(diffLines(diff!)).toEqual([
    "- leaves: 4 Cúc, Tỉnh",
    "+ unit: Tỉnh / Xã B",
    "~ row 2, 1 Lan: name: Lan → Trần Lan; e-mail: lan@a.vn → lan2@a.vn; phone: (none) → 0912345678; role: quan_ly → hoc_vien; title: Chủ tịch → Bí thư",
    "~ row 3, 2 An: transfer: Tỉnh / Xã A → Tỉnh / Xã B",
    "~ row 4, 3 Bình: one more post: Tỉnh",
    "+ row 7: Mới, Tỉnh / Xã B; Tỉnh",
  ]);
  expect(await database.sql`select * from posts order by 1, 2`).toEqual(before);
  expect(await database.sql`select count(*) from units`).toEqual([{ count: 2 }]);
});

test("a post less and another main post are told, and an import in earnest tells no difference", async () => {
  await bring("Lan,Tỉnh,,,,,L1\nLan,Huyện,,,,,L1\nLan,Xã,,,,,L1\n");
  const changed = "Lan,Huyện,,,,,L1\nLan,Tỉnh,,,,,L1\n";
  const { diff } = await bring(changed, { dryRun: true });
  expect(diff!.changed[0]!.changes).toEqual([
    { what: "post", from: "Xã", to: null },
    { what: "main_post", from: "Tỉnh", to: "Huyện" },
  ]);
  expect((await bring(changed)).diff).toBeNull();
});

test("at most fifty lines are printed, and the rest is counted", () => {
  const created = Array.from({ length: 73 }, (_, at) => ({ row: at + 2, fullName: `A${at}`, units: ["B"] }));
  const lines = diffLines({ created, changed: [], leaving: [], units: [], unchanged: 0 });
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toBe("… and 23 more: --json shows all");
});
