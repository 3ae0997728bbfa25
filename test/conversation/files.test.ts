import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { FileDeps } from "#conversation/supervising.ts";
import { fileNameOf, readFile, readNamedFile } from "#db/records/private-files.ts";
import type { ExportId, FileId, LearnerId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import { addMinutes } from "#domain/time.ts";
import type { ProgressPicture } from "#supervision/progress-chart.ts";
import { type ChatWorld, chatWorld } from "./chat.ts";

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);
let w: ChatWorld;
let chief: LearnerId;
let drawn: ProgressPicture[];
let asked: ExportId[];

async function open(changed: Partial<FileDeps> = {}) {
  drawn = [];
  asked = [];
  let names = 0;
  const files: FileDeps = {
    canHandOver: () => true,
    addressOf: () => null,
    draw: async (picture) => {
      drawn.push(picture);
      return png;
    },
    secretName: () => `name-nobody-guesses-${++names}`,
    exportAsked: (id) => void asked.push(id),
    ...changed,
  };
  w = await chatWorld({ files });
  const { learner, code } = await w.invite("Trần Bình", "Sở Nội vụ", "supervisor");
  chief = learner;
  await w.types("chief", code);
  await w.types("chief", "đồng ý");
  await w.invite("Lê Chi", "Sở Nội vụ");
  await w.invite("Khác", "Sở Y tế", "supervisor");
}

beforeEach(async () => {
  await open();
  return () => w.database.end();
});

const last = async (): Promise<Message> => (await w.replies("chief")).at(-1)!;
const fileOf = (message: Message): FileId => (message.picture as { file: FileId }).file;
const takeRightAway = () => w.database.db.execute(sql`update posts set role = 'learner' where person_id = ${chief}`);

describe("progress that a supervisor asks for", () => {
  test("comes with a picture of the same scope, and the text says the same", async () => {
    const text = await w.types("chief", "/tiendo");
    expect(text).toContain("Tiến độ: Sở Nội vụ");
    expect(drawn).toMatchObject([{ scope: "Sở Nội vụ", learners: 2 }]);
    const message = await last();
    expect(message.picture).toMatchObject({ alt: "Biểu đồ tiến độ: Sở Nội vụ" });
    expect(plainText(message.text).length).toBeLessThanOrEqual(1024);
    expect(await readFile(w.database.db, fileOf(message), w.now)).toMatchObject({
      kind: "png",
      bytes: Buffer.from(png),
    });
  });

  test("fits under a picture however many units there are", async () => {
    await w.database.db.execute(sql`
      with born as (insert into units (parent_id, name, name_key, lineage, path)
        select id, 'Phòng chuyên môn nghiệp vụ số ' || n, 'p' || n, 'x' || n || '/', path || ' / Phòng chuyên môn nghiệp vụ số ' || n
        from units, generate_series(1, 60) n where name = 'Sở Nội vụ' returning id),
      people as (insert into people (full_name, created_at) select 'Người', now() from born returning id),
      numbered as (select id, row_number() over () as n from people), homes as (select id, row_number() over () as n from born),
      held as (insert into posts (person_id, unit_id, role) select p.id, h.id, 'learner' from numbered p join homes h using (n))
      insert into enrolments (learner_id, cohort_id, next_lesson_id) select id, ${w.cohort}, 'khoa-thu-1' from people`);
    await w.database.db.execute(sql`
      update units u set lineage = p.lineage || u.id || '/' from units p where p.id = u.parent_id`);
    await w.types("chief", "/tiendo");
    const message = await last();
    expect(message.picture).toBeDefined();
    const text = plainText(message.text).normalize("NFC");
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text).toMatch(/… và \d+ đơn vị nữa$/);
    expect(drawn[0]!.units).toHaveLength(61);
  });

  test("is the text alone where nothing can be drawn, or nothing can be shown", async () => {
    for (const changed of [{ draw: async () => null }, { canHandOver: () => false }]) {
      await w.database.end();
      await open(changed);
      expect(await w.types("chief", "/tiendo")).toContain("Tiến độ: Sở Nội vụ");
      expect(await last()).not.toHaveProperty("picture");
    }
  });
});

describe("what was made for one person", () => {
  let id: FileId;
  let name: string;
  beforeEach(async () => {
    await w.types("chief", "/tiendo");
    id = fileOf(await last());
    name = (await fileNameOf(w.database.db, id, w.now))!;
  });

  const found = async (now = w.now) => [
    (await readFile(w.database.db, id, now)) !== null,
    (await readNamedFile(w.database.db, name.replace(".png", ""), now)) !== null,
    (await fileNameOf(w.database.db, id, now)) !== null,
  ];

  test("is there for a quarter of an hour", async () => {
    expect(name).toBe("name-nobody-guesses-1.png");
    expect(await found(addMinutes(w.now, 14))).toEqual([true, true, true]);
    expect(await found(addMinutes(w.now, 15))).toEqual([false, false, false]);
  });

  test("is gone at once with the right, and there again with it", async () => {
    await takeRightAway();
    expect(await found()).toEqual([false, false, false]);
    await w.database.db.execute(sql`update posts set role = 'supervisor' where person_id = ${chief}`);
    expect(await found()).toEqual([true, true, true]);
  });

  test("is gone with one of the rights where it tells of two units", async () => {
    await w.database.db.execute(sql`
      insert into posts (person_id, unit_id, role, main) select ${chief}, id, 'supervisor', false from units where name = 'Sở Y tế'`);
    await w.types("chief", "/tiendo");
    id = fileOf(await last());
    name = (await fileNameOf(w.database.db, id, w.now))!;
    expect(await found()).toEqual([true, true, true]);
    await w.database.db.execute(sql`
      delete from posts where person_id = ${chief} and unit_id = (select id from units where name = 'Sở Y tế')`);
    expect(await found()).toEqual([false, false, false]);
  });

  test("is gone with the person", async () => {
    await w.types("chief", "/xoa");
    await w.types("chief", "XÓA HẾT");
    expect(await found()).toEqual([false, false, false]);
    expect(await w.database.db.execute(sql`select 1 from private_files`)).toHaveLength(0);
  });

  test("has a name that no other file has", async () => {
    await w.types("chief", "/tiendo");
    expect(await fileNameOf(w.database.db, fileOf(await last()), w.now)).not.toBe(name);
  });
});

describe("a table that a supervisor asks for", () => {
  const tableOf = async (message: Message) => {
    const kept = await readFile(w.database.db, message.document!.file, w.now);
    return kept?.kind === "csv" ? Buffer.from(kept.bytes).toString("utf8") : null;
  };

  test("is made at once, of their units alone, and names nobody", async () => {
    expect(await w.types("chief", "/xuat csv")).toMatch(/^Báo cáo: Sở Nội vụ\n[\s\S]*tệp csv đi cùng tin này/);
    const table = await tableOf(await last());
    expect(table).toMatch(/^\ufeff[^\n]+\r\n[\s\S]*Sở Nội vụ,2,1,/);
    for (const hidden of ["Sở Y tế", "Trần Bình", "Lê Chi", "Khác"]) expect(table).not.toContain(hidden);
    const deeds = await w.database.db.execute(
      sql`select actor, subject, detail ->> 'format' as format from audit where deed = 'report'`,
    );
    expect(deeds).toEqual([{ actor: String(chief), subject: expect.stringMatching(/^unit:\d+$/), format: "csv" }]);
    expect(asked).toEqual([]);
  });

  test("is of the cohort or unit that is named before the word", async () => {
    expect(await w.types("chief", "/xuat Lớp một CSV")).toContain("Báo cáo: Lớp một");
    expect(await tableOf(await last())).not.toContain("Sở Y tế");
    const unknown = await w.types("chief", "/xuat Sở Không có csv");
    expect(await w.types("chief", "/xuat Sở Y tế csv")).toBe(unknown);
    await takeRightAway();
    expect(await w.types("chief", "/xuat csv")).toContain("Lệnh này dành cho người phụ trách đơn vị");
  });

  test("shows a unit whose name would be a formula as it is written", async () => {
    await w.database.db.execute(sql`
      update units set name = '=1+1', path = '=1+1' where name = 'Sở Nội vụ'`);
    await w.types("chief", "/xuat csv");
    expect(await tableOf(await last())).toContain("\r\n'=1+1,2,");
  });

  test("is an address, too, where the platform takes addresses", async () => {
    await w.database.end();
    await open({ addressOf: (_, name) => `https://hocvu.example.org/files/${name}` });
    expect(await w.types("chief", "/xuat csv")).toContain("15 phút");
    const message = await last();
    expect(message.buttons.flat()).toMatchObject([
      { url: "https://hocvu.example.org/files/name-nobody-guesses-1.csv" },
    ]);
    expect(await tableOf(message)).not.toBeNull();
    expect(await readNamedFile(w.database.db, "name-nobody-guesses-1", addMinutes(w.now, 15))).toBeNull();
  });

  test("is gone with the right to see it", async () => {
    await w.types("chief", "/xuat csv");
    await takeRightAway();
    expect(await tableOf(await last())).toBeNull();
  });
});

describe("a workbook that a supervisor asks for", () => {
  test("is said to be coming, and is written down with who waits for what, where", async () => {
    expect(await w.types("chief", "/xuat")).toContain("Học Vụ đang chuẩn bị báo cáo: Sở Nội vụ.");
    const rows = await w.database.db.execute(sql`
      select x.id, x.viewer_id, x.scope_kind, x.state, h.address from exports x join chats h on h.id = x.chat_id`);
    expect(rows).toEqual([{ id: asked[0], viewer_id: chief, scope_kind: "unit", state: "waiting", address: "chief" }]);
    const lanes = await w.database.db.execute(sql`
      select lane, due_at < ${w.now}::timestamptz as early from deliveries where kind = 'reply' order by id desc limit 2`);
    expect(lanes).toEqual([
      { lane: 1, early: true },
      { lane: 0, early: false },
    ]);
  });

  test("is one at a time for each person", async () => {
    await w.types("chief", "/xuat");
    expect(await w.types("chief", "/xuat")).toContain("đang chuẩn bị một báo cáo");
    expect(asked).toHaveLength(1);
    await w.database.db.execute(sql`update exports set state = 'done'`);
    expect(await w.types("chief", "/xuat Lớp một")).toContain("đang chuẩn bị báo cáo: Lớp một.");
  });

  test("outside one's units is answered exactly like what does not exist", async () => {
    const unknown = await w.types("chief", "/xuat Sở Không có");
    expect(await w.types("chief", "/xuat Sở Y tế")).toBe(unknown);
    await takeRightAway();
    expect(await w.types("chief", "/xuat")).toContain("Lệnh này dành cho người phụ trách đơn vị");
    expect(asked).toEqual([]);
  });

  test("is refused plainly where neither files nor addresses can be sent", async () => {
    await w.database.end();
    await open({ canHandOver: () => false });
    const text = await w.types("chief", "/xuat");
    expect(text).toContain("chưa đặt địa chỉ");
    expect(text).toContain("/tiendo");
    expect(await w.database.db.execute(sql`select 1 from exports`)).toHaveLength(0);
  });
});
