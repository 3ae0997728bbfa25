import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Connection, connect, type Tx } from "#db/connect.ts";
import { readOnly } from "#db/learning/editions.ts";
import { migrate } from "#db/migrate.ts";
import { type Deed, listDeeds, recordDeeds } from "#db/records/audit.ts";
import { type AuditHead, readAuditHead, verifyAudit } from "#db/records/audit-chain.ts";
import type { LearnerId } from "#domain/ids.ts";
import { dropDatabase, emptyDatabase, freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";

const now = new Date("2026-03-02T01:00:00.123Z");
const deed = (subject: string, rest: Partial<Deed> = {}): Deed => ({
  at: now,
  actor: "operator",
  deed: "x",
  subject,
  ...rest,
});

/** As programs have it. */
let url: string;
let real: Connection;
/** One that can be emptied. */
let database: TestDatabase;

beforeAll(async () => {
  url = await emptyDatabase();
  await migrate(url);
  real = connect(url, { max: 5, applicationName: "hocvu tests" });
  await real.db.transaction((tx) =>
    recordDeeds(
      tx,
      [1, 2, 3, 4, 5].map((n) => deed(`learner:${n}`, { detail: { n } })),
    ),
  );
  database = await freshDatabase({ max: 8 });
});
afterAll(async () => {
  await database.end();
  await real.end();
  await dropDatabase(url);
});
beforeEach(() => database.sql`truncate audit`);

const verify = ({ db }: Connection, noted: AuditHead | null = null, chunk = 2) =>
  db.transaction(async (tx) => {
    await readOnly(tx);
    return await verifyAudit(tx, noted, chunk);
  });

describe("deeds", () => {
  test("are numbered from 1 in the order in which they are written, and the head is the last", async () => {
    const found = await verify(real);
    const [last] = await real.sql`select id, encode(hash, 'hex') as hash from audit order by id desc limit 1`;
    expect(found).toEqual({ ok: true, rows: 5, head: { seq: 5, hash: last!.hash }, broken: null });
    expect(
      (await real.sql`select id, subject from audit order by id`).map(({ id, subject }) => `${id} ${subject}`),
    ).toEqual([1, 2, 3, 4, 5].map((n) => `${n} learner:${n}`));
  });

  test("of transactions that run at once, some of which fall, leave no gap and one chain", async () => {
    const undone = new Error("undone");
    const writes = Array.from({ length: 40 }, (_, n) =>
      database.db
        .transaction(async (tx) => {
          await recordDeeds(
            tx,
            Array.from({ length: 1 + (n % 3) }, () => deed(`learner:${n}`)),
          );
          await tx
            .transaction((inner) =>
              recordDeeds(inner, [deed(`inner:${n}`)]).then(() => n % 2 === 0 && Promise.reject(undone)),
            )
            .catch(() => {});
          if (n % 4 === 1) throw undone;
        })
        .catch((error: unknown) => expect(error).toBe(undone)),
    );
    await Promise.all(writes);
    const rows = await database.sql<{ id: number; subject: string }[]>`select id, subject from audit order by id`;
    expect(rows.map(({ id }) => id)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.some(({ subject }) => /^inner:\d*[02468]$/.test(subject))).toBe(false);
    expect(new Set(rows.map(({ subject }) => subject.split(":")[1])).size).toBe(30);
    expect(await verify(database)).toMatchObject({ ok: true, rows: rows.length });
  });

  test("of one large statement, also of two parts of one, follow each other", async () => {
    const rows =
      "select '2026-03-02T00:00:00Z'::timestamptz, 'operator', 'x', 'learner:' || n from generate_series(1, 3000) n";
    await database.sql.unsafe(`
      with first as (insert into audit (at, actor, deed, subject) ${rows} returning id),
        second as (insert into audit (at, actor, deed, subject) ${rows} returning id)
      insert into audit (at, actor, deed, subject) ${rows}`);
    await database.sql`insert into audit (at, actor, deed, subject) select ${now}, 'operator', 'x', 'y' where false`;
    await database.db.transaction((tx) => recordDeeds(tx, [deed("learner:1")]));
    expect(await verify(database, null, 1_000)).toMatchObject({ ok: true, rows: 9_001 });
  });

  test("of a session that was killed half way are not there, and the next goes on where they began", async () => {
    await using doomed = connect(database.url, { max: 1, applicationName: "doomed" });
    let waiting: Promise<void> | null = null;
    const killed = doomed.db.transaction(async (tx) => {
      await recordDeeds(tx, [deed("learner:1"), deed("learner:2")]);
      waiting = database.db.transaction((other) => recordDeeds(other, [deed("learner:3")]));
      await eventually("the other one waits", async () => {
        const rows =
          await database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return rows.length > 0;
      });
      await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed' and state = 'idle in transaction'`;
      await tx.execute("select 1");
    });
    await expect(killed).rejects.toThrow();
    await waiting;
    expect([...(await database.sql`select id, subject from audit`)]).toEqual([{ id: 1, subject: "learner:3" }]);
    expect(await verify(database)).toMatchObject({ ok: true, rows: 1 });
  });

  test("hash the same here and in the database, whatever they hold", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((value) => value.replaceAll("\0", ""));
    const written = fc.record({
      at: fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
      actor: fc.oneof(
        fc.constant("operator" as const),
        fc.integer({ min: 1 }).map((id) => id as LearnerId),
      ),
      deed: text,
      subject: text,
      detail: fc.dictionary(
        text,
        fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 5 }), async (deeds) => {
        await database.db.transaction((tx) => recordDeeds(tx, deeds));
        await database.sql`insert into audit (at, actor, deed, subject) values ('2026-03-02 01:02:03.000456+00', 'operator', '', '1:,-,')`;
        expect(await verify(database, null, 1_000)).toMatchObject({ ok: true, broken: null });
      }),
      { numRuns: 40 },
    );
  });

  test("are listed the latest first, by day, actor and subject, no more than are asked for", async () => {
    const actor = 7 as LearnerId;
    const later = new Date(now.getTime() + 86_400_000);
    const deeds = [
      deed("unit:1", { actor }),
      deed("unit:2"),
      deed("unit:1", { actor, at: later, detail: { named: 3 } }),
    ];
    await database.db.transaction((tx) => recordDeeds(tx, deeds));
    await database.db.transaction(async (tx) => {
      const any = { since: null, actor: null, subject: null };
      const third = { seq: 3, at: later, actor: "7", deed: "x", subject: "unit:1", detail: { named: 3 } };
      expect(await listDeeds(tx, { ...any, actor: "7" }, 10)).toMatchObject([third, { seq: 1, detail: null }]);
      expect(await listDeeds(tx, { ...any, actor: "7" }, 1)).toEqual([third]);
      const numbers = async (filter: Partial<Parameters<typeof listDeeds>[1]>) =>
        (await listDeeds(tx, { ...any, ...filter }, 10)).map(({ seq }) => seq);
      expect(await numbers({})).toEqual([3, 2, 1]);
      expect(await numbers({ since: later })).toEqual([3]);
      expect(await numbers({ actor: "operator" })).toEqual([2]);
      expect(await numbers({ subject: "unit:1" })).toEqual([3, 1]);
    });
  });
});

describe("nobody changes what is written, the owner and the superuser included", () => {
  test.for([
    "update audit set subject = 'learner:9'",
    "update audit set hash = hash where false",
    "delete from audit",
    "truncate audit",
    "truncate audit, audit_head cascade",
    "update audit_head set seq = 0",
    "insert into audit_head (\"only\", seq, hash) values (false, 0, '')",
    "delete from audit_head",
    "truncate audit_head",
  ])("%s", async (statement) => {
    await expect(real.sql.unsafe(statement)).rejects.toThrow("the audit is only added to");
    expect(await verify(real)).toMatchObject({ ok: true, rows: 5 });
  });

  test("and a number or hash that is given with a row is not taken", async () => {
    await database.sql`insert into audit (id, at, actor, deed, subject, hash) values (77, ${now}, 'operator', 'x', 'y', '\\x00')`;
    expect(await verify(database)).toMatchObject({ ok: true, rows: 1 });
  });
});

describe("what was changed past the triggers is found", () => {
  const damage: readonly (readonly [statement: string, seq: number, why: string])[] = [
    ["update audit set subject = 'learner:9' where id = 3", 3, "does not fit"],
    ["update audit set actor = '9' where id = 1", 1, "does not fit"],
    ["update audit set deed = 'y' where id = 5", 5, "does not fit"],
    ["update audit set at = at + interval '1 microsecond' where id = 2", 2, "does not fit"],
    [`update audit set detail = '{"n": 1}' where id = 4`, 4, "does not fit"],
    ["update audit set detail = null where id = 4", 4, "does not fit"],
    ["update audit set actor = 'operato', deed = 'rx' where id = 2", 2, "does not fit"],
    ["update audit set hash = sha256('') where id = 2", 2, "does not fit"],
    ["delete from audit where id = 3", 3, "it is missing: the next row is 4"],
    ["delete from audit where id = 1", 1, "it is missing: the next row is 2"],
    ["delete from audit where id = 5", 5, "it is missing: the head of the chain is at 5"],
    ["delete from audit", 1, "it is missing: the head of the chain is at 5"],
    ["delete from audit where id = 3; update audit set id = id - 1 where id > 3", 3, "does not fit"],
    ["insert into audit select 6, at, actor, deed, subject, detail, hash from audit where id = 5", 6, "does not fit"],
    [
      "insert into audit select 6, at, actor, deed, subject, detail, sha256(hash || audit_row(6, at, actor, deed, subject, detail)) from audit where id = 5",
      6,
      "it stands behind the head of the chain, 5",
    ],
    [
      "insert into audit select 0, at, actor, deed, subject, detail, hash from audit where id = 1",
      0,
      "before the first",
    ],
    ["update audit set id = 13 - id where id in (2, 3); update audit set id = id - 8 where id > 9", 2, "does not fit"],
    ["delete from audit_head", 5, "the head of the chain is gone"],
    ["update audit_head set hash = sha256('')", 5, "not the one in the head"],
  ];

  const undone = new Error("undone");

  /** Does something as a superuser past every trigger, looks, and takes it back. */
  async function past(work: (tx: Tx) => Promise<void>): Promise<void> {
    const all = real.db.transaction(async (tx) => {
      await tx.execute("set local session_replication_role = replica");
      await work(tx);
      throw undone;
    });
    await expect(all).rejects.toBe(undone);
  }

  test.for(damage)("%s", async ([statement, seq, why]) => {
    await past(async (tx) => {
      for (const one of statement.split("; ")) await tx.execute(one);
      const found = await verifyAudit(tx, null, 2);
      expect(found).toMatchObject({ ok: false, broken: { seq, why: expect.stringContaining(why) } });
    });
  });

  test("even where the whole chain and its head were written anew, by a head noted before", async () => {
    const noted = (await real.db.transaction(readAuditHead))!;
    expect(await verify(real, noted)).toMatchObject({ ok: true });
    await past(async (tx) => {
      await tx.execute("update audit set subject = 'learner:9' where id = 2");
      await tx.execute(`do $$ declare r audit; h bytea := ''; begin
        for r in select * from audit order by id loop
          h := sha256(h || audit_row(r.id, r.at, r.actor, r.deed, r.subject, r.detail));
          update audit set hash = h where id = r.id;
        end loop;
        update audit_head set hash = h; end $$`);
      expect(await verifyAudit(tx, null)).toMatchObject({ ok: true });
      expect(await verifyAudit(tx, noted)).toMatchObject({ broken: { seq: 5, why: expect.stringContaining("noted") } });
      expect(await verifyAudit(tx, { seq: 9, hash: "00" })).toMatchObject({ broken: { seq: 6 } });
    });
  });
});

test("after the last rows were taken away the next one goes on behind them, so that it shows for ever", async () => {
  await database.db.transaction((tx) =>
    recordDeeds(
      tx,
      [1, 2, 3, 4].map((n) => deed(`learner:${n}`)),
    ),
  );
  await database.db.transaction(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    await tx.execute("delete from audit where id > 2");
  });
  await database.db.transaction((tx) => recordDeeds(tx, [deed("learner:5"), deed("learner:6")]));
  expect((await database.sql`select id from audit order by id`).map(({ id }) => id)).toEqual([1, 2, 5, 6]);
  expect(await verify(database)).toMatchObject({ broken: { seq: 3, why: "it is missing: the next row is 5" } });
});

test("deeds from before the chain become its beginning, numbered without their gaps", async () => {
  const folder = path.resolve(import.meta.dirname, "..", "..", "migrations");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const chain = files.findIndex((name) => name.endsWith("_audit_chain.sql"));
  const older = await emptyDatabase();
  try {
    await using connection = connect(older, { max: 1, applicationName: "hocvu tests" });
    const apply = (file: string) => connection.sql.unsafe(readFileSync(path.join(folder, file), "utf8"));
    for (const file of files.slice(0, chain)) await apply(file);
    await connection.sql`insert into audit (id, at, actor, deed, subject) overriding system value
      select 10 - n * 2, ${now}, 'operator', 'x', 'learner:' || n from generate_series(1, 4) n`;
    await apply(files[chain]!);
    await connection.db.transaction((tx) => recordDeeds(tx, [deed("learner:0")]));
    const rows = await connection.sql`select id, subject from audit order by id`;
    expect(rows.map(({ id, subject }) => `${id} ${subject}`)).toEqual(
      [4, 3, 2, 1, 0].map((n, at) => `${at + 1} learner:${n}`),
    );
    expect(await verify(connection)).toMatchObject({ ok: true, rows: 5 });
  } finally {
    await dropDatabase(older);
  }
});
