import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BoardWorld, type Browser, boardWorld } from "./board.ts";

/** The address of a unit's page. */
const unitAt = (world: BoardWorld, path: string) => `/dashboard/don-vi/${world.units[path]}`;

describe("the pages", () => {
  let world: BoardWorld;
  let chair: Browser;
  let secretary: Browser;
  beforeAll(async () => {
    world = await boardWorld();
    await world.completes("An", 1, "2026-03-02", [true, false]);
    await world.completes("Ánh", 1, "2026-03-02", [true, true]);
    chair = await world.enter("Chủ tịch");
    secretary = await world.enter("Ân");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const deeds = (name: string) => world.database.sql`
    select deed, subject, detail from audit where actor = ${String(world.people[name]!)} order by id desc`;

  test("show all that somebody supervises, each person once", async () => {
    const { body } = await chair.get("/dashboard");
    expect(body).toMatch(/Học viên<\/dt>\s*<dd class="value">6</);
    expect(body).toMatch(/Học xong hôm nay<\/dt>\s*<dd class="value">2</);
    expect(body).toMatch(/Đúng ngay lần đầu<\/dt>\s*<dd class="value">75%</);
    expect(body).toContain("Xã A");
    expect(body).toContain("Xã B");
    expect(body).not.toContain("Huyện");
  });

  test("count who holds posts in two units once above them, and in each", async () => {
    await world.database
      .sql`insert into posts (person_id, unit_id, role, main) values (${world.people.An!}, ${world.units["Tỉnh / Xã B"]!}, 'learner', false)`;
    const rows = [
      ...(await chair.get("/dashboard")).body.matchAll(/<tr role="row"><th role="rowheader".*?<\/tr>/gs),
    ].map(([row]) => [/>(Xã .)</.exec(row)![1], /data-label="Học viên"[^>]*>(\d+)</.exec(row)![1]]);
    expect(rows).toEqual([
      ["Xã A", "3"],
      ["Xã B", "3"],
    ]);
    expect((await chair.get("/dashboard")).body).toMatch(/Học viên<\/dt>\s*<dd class="value">6</);
    await world.database.sql`delete from posts where not main`;
  });

  test("sort units and people by the column the address names, and say so to who cannot see it", async () => {
    const order = (body: string) =>
      [...body.matchAll(/<th role="rowheader"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, name]) => name);
    expect(order((await chair.get("/dashboard?don-vi=-ten")).body)).toEqual(["Xã B", "Xã A"]);
    const byScore = await chair.get("/dashboard?don-vi=-dung");
    expect(order(byScore.body)).toEqual(["Xã A", "Xã B"]);
    expect(byScore.body.match(/aria-sort="descending"/g)?.length).toBe(1);
    const people = await chair.get(`${unitAt(world, "Tỉnh / Xã A")}?nguoi=-bai-hoc`);
    expect(order(people.body)).toEqual(["Thôn 1", "Ánh", "Ân"]);
    const nonsense = await chair.get(`${unitAt(world, "Tỉnh / Xã A")}?nguoi=mat-khau&trang=-3&trang=x&don-vi[]=1`);
    expect([nonsense.statusCode, ...order(nonsense.body)]).toEqual([200, "Thôn 1", "Ánh", "Ân"]);
    expect((await chair.get(`${unitAt(world, "Tỉnh / Xã A")}?trang=99`)).body).toContain("Ánh");
  });

  test("lead down from unit to unit and back up as far as the right goes", async () => {
    const fromAbove = (await chair.get(unitAt(world, "Tỉnh / Xã A / Thôn 1"))).body;
    expect([...fromAbove.matchAll(/<li><a href="\/dashboard\/don-vi\/\d+">([^<]+)/g)].map(([, name]) => name)).toEqual([
      "Tỉnh",
      "Xã A",
    ]);
    const fromBelow = (await secretary.get(unitAt(world, "Tỉnh / Xã A / Thôn 1"))).body;
    expect([...fromBelow.matchAll(/<li><a href="\/dashboard\/don-vi\/\d+">([^<]+)/g)].map(([, name]) => name)).toEqual([
      "Xã A",
    ]);
  });

  test("answer what lies outside exactly like what does not exist, on every page and form that names it", async () => {
    const outside = ["Tỉnh", "Tỉnh / Xã B", "Huyện"].map((path) => world.units[path]);
    const pages = [999_999, ...outside, "0", "-1", "1e3", "x", "9".repeat(30)].map((id) => `/dashboard/don-vi/${id}`);
    const scopes = ["can-giup", "bai-hoc"].flatMap((page) =>
      ["don-vi:999999", ...outside.map((id) => `don-vi:${id}`), "lop:999", "x", "don-vi:1:2"].map(
        (scope) => `/dashboard/${page}?pham-vi=${scope}`,
      ),
    );
    const answers = await Promise.all([...pages, ...scopes, "/dashboard/lop/999"].map((url) => secretary.get(url)));
    const ma = await secretary.token("/dashboard");
    for (const id of [999_999, ...outside]) {
      answers.push(await secretary.post("/dashboard/nhac", { ma, "pham-vi": `don-vi:${id}` }));
      for (const dang of ["csv", "json", "xlsx"])
        answers.push(await secretary.post("/dashboard/xuat", { ma, "pham-vi": `don-vi:${id}`, dang }));
    }
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]!.statusCode).toBe(404);
    expect(new Set(answers.map(({ headers }) => JSON.stringify({ ...headers, date: null }))).size).toBe(1);
  });

  test("write down who looked at people's rows, as numbers", async () => {
    await secretary.get(unitAt(world, "Tỉnh / Xã A"));
    expect((await deeds("Ân"))[0]).toEqual({
      deed: "view",
      subject: `unit:${world.units["Tỉnh / Xã A"]}`,
      detail: null,
    });
    const before = (await deeds("Ân")).length;
    await secretary.get("/dashboard");
    await secretary.get("/dashboard/lop");
    expect((await deeds("Ân")).length).toBe(before);
  });

  test("say of each lesson how it goes, and nothing from which one person's answers could be read", async () => {
    const { body } = await chair.get("/dashboard/bai-hoc");
    expect(body).toContain("1. Bài an-toan-1");
    expect(body.match(/ít hơn 5 người/g)?.length).toBe(10);
    expect(body).toContain("Chưa có câu hỏi nào đáng lo");
  });

  test("give the report as a file that a spreadsheet opens, of what may be seen alone, and write it down", async () => {
    const ma = await secretary.token("/dashboard/xuat");
    const csv = await secretary.post("/dashboard/xuat", { ma, "pham-vi": `lop:${world.cohort}`, dang: "csv" });
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(csv.headers["content-disposition"]).toBe('attachment; filename="bao-cao-hoc-vu-2026-03-02.csv"');
    expect(csv.body).toContain("Tỉnh / Xã A / Thôn 1,1,");
    expect(csv.body).not.toMatch(/Xã B|Huyện/);
    expect((await deeds("Ân"))[0]).toEqual({
      deed: "export",
      subject: `cohort:${world.cohort}`,
      detail: { format: "csv" },
    });
    const json = await secretary.post("/dashboard/xuat", { ma, "pham-vi": "", dang: "json" });
    expect(JSON.parse(json.body)).toMatchObject({
      learners: 3,
      units: [{ unit: "Tỉnh / Xã A" }, { unit: "Tỉnh / Xã A / Thôn 1" }],
    });
    expect((await secretary.post("/dashboard/xuat", { ma, "pham-vi": "", dang: "pdf" })).statusCode).toBe(404);
  });

  test("say so of a unit without anybody instead of giving an empty file", async () => {
    const { Tỉnh: province } = world.units;
    await world.database.sql`insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
      values (900, ${province!}, 'Trống', 'trống', ${`${province}/900/`}, 'Tỉnh / Trống')`;
    const ma = await chair.token("/dashboard/xuat");
    const answer = await chair.post("/dashboard/xuat", { ma, "pham-vi": "don-vi:900", dang: "csv" });
    expect([answer.statusCode, answer.body.includes("Chưa có học viên nào ở đây: Tỉnh / Trống.")]).toEqual([200, true]);
    await world.database.sql`delete from units where id = 900`;
  });

  test("remind by a button, once a day each, and say what came of it", async () => {
    const ma = await secretary.token("/dashboard/can-giup");
    const first = await secretary.post("/dashboard/nhac", { ma, "pham-vi": "" });
    expect(first.body).toContain("Đã gửi lời nhắc tới 1 người");
    expect(world.told).toBe(1);
    const [nudge] = await world.database.sql`select learner_id from deliveries where kind = 'nudge'`;
    expect(nudge!.learner_id).toBe(world.people.Ân);
    expect((await deeds("Ân"))[0]).toMatchObject({ deed: "nudge", detail: { people: 1 } });
    const again = await secretary.post("/dashboard/nhac", { ma, "pham-vi": "" });
    expect(again.body).toContain("Không có ai cần nhắc lúc này");
    expect(again.body).toContain("1 người đã được nhắc hôm nay");
    expect(world.told).toBe(1);
  });

  test("tell each their own deeds in words, and no others'", async () => {
    const { body } = await secretary.get("/dashboard/viec");
    expect(body).toContain("Mở bảng theo dõi");
    expect(body).toContain("Xem danh sách người: đơn vị Tỉnh / Xã A");
    expect(body).toContain("Tải báo cáo: lớp Lớp 1");
    expect(body).not.toMatch(/Xã B|đơn vị Tỉnh</);
  });

  test("show a cohort's month with what each day teaches", async () => {
    await world.database.sql`insert into holidays (day, name) values ('2026-03-04', 'Ngày <b>thử</b>')`;
    const { body } = await chair.get(`/dashboard/lop/${world.cohort}?thang=2026-03`);
    expect(body).toMatch(
      /Thứ Hai, 02\/03\/2026 <strong>\(hôm nay\)<\/strong><\/th><td[^>]*>Bài 1. Bài an-toan-1<\/td><td[^>]*>2</,
    );
    expect(body).toMatch(/Thứ Tư, 04\/03\/2026<\/th><td[^>]*>Nghỉ lễ: Ngày &lt;b&gt;thử/);
    expect(body).toMatch(/Thứ Năm, 05\/03\/2026<\/th><td[^>]*>Bài 3\./);
    expect(body).toMatch(/aria-current="date"/);
    expect((await chair.get(`/dashboard/lop/${world.cohort}?thang=2026-02`)).body).toContain("không có ngày học");
  });

  test("show what people call themselves as text", async () => {
    await world.database
      .sql`update people set full_name = '<img src=x onerror=alert(1)>‮' where id = ${world.people.Ánh!}`;
    const { body } = await secretary.get(unitAt(world, "Tỉnh / Xã A"));
    expect(body).toContain("&lt;img src=x onerror=alert(1)&gt;</th>");
    await world.database.sql`update people set full_name = 'Ánh' where id = ${world.people.Ánh!}`;
  });

  test("are light: the first load of a large unit, all together, stays below 100 KB", async () => {
    const { sql } = world.database;
    const { Tỉnh: province } = world.units;
    await sql`insert into units (id, parent_id, name, name_key, lineage, path) overriding system value
      select 1000 + n, ${province!}, 'Ủy ban nhân dân xã Thử Nghiệm số ' || n, n, ${`${province}/`} || (1000 + n) || '/', 'Tỉnh / Ủy ban nhân dân xã Thử Nghiệm số ' || n
      from generate_series(1, 300) n`;
    const born = await sql`insert into people (full_name, name_key, created_at)
      select 'Nguyễn Thị Thử Nghiệm Tên Rất Dài ' || n, 'p', ${world.now} from generate_series(1, 300) n returning id`;
    const bornIds = born.map(({ id }) => id as number);
    await sql`insert into posts (person_id, unit_id, role, title) select id, ${province!}, 'learner', 'Phó Trưởng ban Kinh tế - Ngân sách' from people where id = any(${bornIds})`;
    await sql`insert into enrolments (learner_id, cohort_id) select id, ${world.cohort} from people where id = any(${bornIds})`;
    for (const url of [
      "/dashboard",
      unitAt(world, "Tỉnh"),
      "/dashboard/can-giup",
      "/dashboard/xuat",
      "/dashboard/bai-hoc",
      `/dashboard/lop/${world.cohort}`,
    ]) {
      const page = await chair.get(url);
      const parts = [...page.body.matchAll(/<link rel="(?:icon|stylesheet)" href="([^"]+)"/g)].map(([, href]) => href!);
      expect(parts.length).toBe(2);
      const sizes = await Promise.all(parts.map(async (href) => (await chair.get(href)).rawPayload.length));
      expect(
        sizes.reduce((sum, size) => sum + size, page.rawPayload.length),
        url,
      ).toBeLessThan(100_000);
    }
    expect((await chair.get(`${unitAt(world, "Tỉnh")}?don-vi-trang=8`)).body).toContain("số 300");
    await sql`delete from enrolments where learner_id = any(${bornIds})`;
    await sql`delete from posts where person_id = any(${bornIds})`;
    await sql`delete from units where id > 1000`;
  });

  test("remind nobody at night", async () => {
    world.now = new Date("2026-03-02T15:00:00Z");
    const late = await world.enter("Chủ tịch");
    expect((await late.post("/dashboard/nhac", { ma: await late.token("/dashboard"), "pham-vi": "" })).body).toContain(
      "không nhắc ai",
    );
  });
});
