import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../setup/database.ts";
import { loadRaw, type Raw } from "./raw.ts";
import { unseen } from "./unseen.ts";
import { layWorld } from "./world.ts";

let database: TestDatabase;
let raw: Raw;

beforeAll(async () => {
  database = await freshDatabase();
  await layWorld(database.db);
  raw = await loadRaw(database.db);
});
afterAll(() => database.end());

test("what is out of sight goes by other names for as long as the work lasts", async () => {
  const viewer = raw.people.find(({ full_name }) => full_name === "Triệu Thị Bình")!.id;
  await database.db.transaction(async (tx) => {
    const names = async () => {
      const rows = await tx.execute<{ name: string }>(sql`
        select full_name as name from people where full_name is not null union all select name from units
        union all select name from cohorts`);
      return rows.map(({ name }) => name);
    };
    const before = await names();
    const during = await unseen(tx, raw, viewer, names);
    expect(during).toContain("Kiều Thị Oanh");
    expect(during).toContain("Phường Việt Trì");
    expect(during).toContain("Phường Tiên Cát");
    expect(during).toContain("Lớp K2");
    for (const name of ["Nguyễn Thị Mai", "Xã Tân Lập", "Hà Thị Thơm", "Lớp Đại biểu Quốc hội"]) {
      expect(before).toContain(name);
      expect(during).not.toContain(name);
    }
    expect(await names()).toEqual(before);
  });
});
