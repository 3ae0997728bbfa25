import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#db/connect.ts";
import { listNameableCohorts, listNameablePeople, listNameableUnits, listPeopleCalled } from "#db/units/vocabulary.ts";
import type { LearnerId } from "#domain/ids.ts";
import { freshDatabase } from "../setup/database.ts";
import { cohort, ids, importText, publish } from "../supervision/world.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let head: LearnerId;
beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await publish(db);
  await importText(
    db,
    "ho_ten,don_vi,vai_tro\nTrần Văn Minh,Xã A,quan_ly\nNguyễn Thị Lan,Xã A / Tổ 1,\nLê Hoa,Xã A / Tổ 2,\nĐỗ Thị Lan,Xã B,\n",
    { cohort: await cohort(db) },
  );
  head = (await ids(db))["Trần Văn Minh"]!;
  await db.execute(
    sql`update posts set unit_id = (select id from units where name = 'Tổ 1') where unit_id = (select id from units where name = 'Tổ 2')`,
  );
  await db.execute(sql`
    update units u set ended_at = '2026-03-02', parent_id = t.id, lineage = t.lineage || u.id || '/', path = t.path || ' / ' || u.name
    from units t where u.name = 'Tổ 2' and t.name = 'Tổ 1'`);
  return () => database.end();
});

const within = <Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> => database.db.transaction(work);

describe("what a viewer's words can name", () => {
  test("are their units, and those that ended by what they became", async () => {
    const units = await within((tx) => listNameableUnits(tx, head));
    expect(units.map(({ path, formerNames }) => [path, formerNames])).toEqual([
      ["Xã A", []],
      ["Xã A / Tổ 1", ["Tổ 2"]],
    ]);
  });

  test("are people of theirs whose name may stand in the text, and no others", async () => {
    const people = (text: string, given: string[]) => within((tx) => listNameablePeople(tx, head, { text, given }));
    expect(await people("chi lan hoc chua", ["lan"])).toMatchObject([
      { fullName: "Nguyễn Thị Lan", unitPath: "Xã A / Tổ 1" },
    ]);
    expect(await people("nguyen thi lan hoc chua", [])).toHaveLength(1);
    expect(await people("do thi lan hoc chua", [])).toEqual([]);
    expect(await people("hom nay ai chua hoc", ["ai"])).toEqual([]);
  });

  test("are people of theirs by a given name, and no others", async () => {
    const people = (given: string[]) => within((tx) => listPeopleCalled(tx, head, given));
    expect(await people(["lan", "hoa"])).toMatchObject([{ fullName: "Nguyễn Thị Lan" }, { fullName: "Lê Hoa" }]);
    expect(await people(["thi", "la"])).toEqual([]);
    expect(await people([])).toEqual([]);
  });

  test("are cohorts in which somebody of theirs learns, with the modules of their courses in teaching order", async () => {
    const modules = JSON.stringify([
      { id: "z", title: "Khởi động" },
      { id: "a", title: "An toàn" },
    ]);
    await database.db.execute(sql`update course_versions set modules = ${modules}::jsonb`);
    expect(await within((tx) => listNameableCohorts(tx, head))).toMatchObject([
      { name: "Lớp 1", course: "an-toan", modules: ["Khởi động", "An toàn"] },
    ]);
    const lan = (await ids(database.db))["Nguyễn Thị Lan"]!;
    expect(await within((tx) => listNameableCohorts(tx, lan))).toEqual([]);
    expect(await within((tx) => listNameableUnits(tx, lan))).toEqual([]);
  });
});
