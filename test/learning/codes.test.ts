/** Guessing codes: from one chat, from thousands, and what the answers give away. `HOCVU_WRONG_CODES=1000000` tries a million. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { takeCode } from "#conversation/joining.ts";
import type { CohortId } from "#domain/ids.ts";
import { addMinutes } from "#domain/time.ts";
import { floodFrom } from "#domain/wrong-codes.ts";
import { openInvite } from "#learning/join.ts";
import { redeemLinkCode } from "#learning/link.ts";
import { visit } from "#learning/visit.ts";
import { codeMaker } from "#supervision/codes.ts";
import { chatWorld } from "../conversation/chat.ts";
import { watched } from "../setup/asked.ts";
import { freshDatabase } from "../setup/database.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";
import { address, at, from, wipe } from "./pupil.ts";

const database = await freshDatabase({ max: 8 });
const { db, sql } = database;
afterAll(() => database.end());

const monday = at("2026-03-02", "08:00");
const tries = Number(process.env.HOCVU_WRONG_CODES ?? 1_600);
/** A million take hours. */
const patience = 300_000 + tries * 20;
let cohort: CohortId;

beforeEach(async () => {
  await wipe(database);
  const course = makeCourse();
  await publish(db, course, monday);
  cohort = (await makeCohort(db, course, { learners: 1, now: monday })).id;
});

let state = 7;
const guess = codeMaker((below) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
});

const guessing = (chat: string, code: string, now: Date) =>
  from<{ readonly kind: string }>(db, address(chat), now, (tx, visitor) =>
    /^\d{6}$/.test(code) ? redeemLinkCode(tx, visitor, code, now) : openInvite(tx, visitor, code, now),
  );

/** How many of the wrong codes were looked at, by chat, when `chats` try `count` in turn over so many minutes. */
async function flood(chats: number, count: number, minutes: number): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  const next = { n: 0 };
  const one = async () => {
    for (let n = next.n++; n < count; n = next.n++) {
      const chat = `g${n % chats}`;
      const now = new Date(monday.getTime() + Math.floor((n * minutes * 60_000) / count));
      const { kind } = await guessing(chat, n % 2 === 0 ? guess() : String(n % 1_000_000).padStart(6, "0"), now);
      if (kind === "wrong_code") seen.set(chat, (seen.get(chat) ?? 0) + 1);
      else expect(kind).toBe("locked");
    }
  };
  // One chat's updates are handled one after another; chats beside each other.
  await Promise.all(Array.from({ length: Math.min(chats, 6) }, one));
  return seen;
}

describe("a flood of wrong codes", () => {
  test("from one chat is looked at ten times in a day", { timeout: patience }, async () => {
    expect([...(await flood(1, tries, 23 * 60))]).toEqual([["g0", 10]]);
  });

  test("from many chats is looked at ten times in each, and twice in each from a thousand on", {
    timeout: patience,
  }, async () => {
    const chats = Math.min(tries / 4, 5_000);
    const seen = await flood(chats, tries, 50);
    const all = [...seen.values()].reduce((sum, n) => sum + n, 0);
    expect(Math.max(...seen.values())).toBeLessThanOrEqual(5);
    expect(all).toBeLessThanOrEqual(floodFrom + 2 * chats + 10);
    const evening = addMinutes(monday, 600);
    if (all < floodFrom) return;
    expect(await guessing("late", guess(), evening)).toEqual({ kind: "wrong_code" });
    expect(await guessing("late", guess(), evening)).toEqual({ kind: "wrong_code" });
    expect(await guessing("late", guess(), evening)).toMatchObject({ kind: "locked" });
  });

  test("shuts nobody out who has a code", async () => {
    await sql`insert into chats (bot, address, last_used_at, wrong_codes, wrong_codes_since)
      select 'webchat:demo', 'g' || n, ${monday}, 5, ${monday} from generate_series(1, 1000) n`;
    await sql`with lan as (insert into people (full_name, name_key, created_at) values ('Lan', 'lan', ${monday}) returning id)
      insert into enrolments (learner_id, cohort_id, invite_code) select id, ${cohort}, 'MOIMOI22' from lan`;
    expect(await guessing("home", guess(), monday)).toEqual({ kind: "wrong_code" });
    expect(await guessing("home", "MOIMOI22", monday)).toMatchObject({ kind: "notice" });
  });

  test("is not begun anew by coming with a cohort's code and declining", async () => {
    const w = await chatWorld();
    await w.invite("Ai Đó", "Phòng Nội vụ");
    const refused = await w.types("g", guess());
    for (let n = 0; n < 3; n++) expect(await w.types("g", guess())).toBe(refused);
    for (const words of [w.joinCode, "Nguyễn Văn Không", "1"]) await w.types("g", words);
    expect(await w.types("g", "không đồng ý")).toContain("đã được xóa");
    expect(await w.types("g", guess())).toBe(refused);
    expect(await w.types("g", guess())).toContain("thử lại sau khoảng 60 phút");
    await w.database.end();
  });
});

describe("no answer tells which codes were good once", () => {
  const person = (name: string, more: string) =>
    sql.unsafe(`
    with p as (insert into people (full_name, name_key, created_at${more === "erased" ? ", erased_at" : ""})
      values (${more === "erased" ? "null, null, now(), now()" : `'${name}', '${name}', now()`}) returning id)
    insert into enrolments (learner_id, cohort_id, invite_code, invite_spent_at, left_at)
      select id, ${cohort}, '${name}', ${more === "spent" ? "now()" : "null"}, ${more === "left" ? "now()" : "null"} from p`);
  const lead = (code: string, ends: Date, used: Date | null) => sql`
    insert into link_codes (code, learner_id, expires_at, used_at)
      select ${code}, min(id), ${ends}, ${used} from people where full_name = 'Người 1'`;

  beforeEach(async () => {
    for (const [name, more] of [
      ["SPENT222", "spent"],
      ["FREED222", "left"],
      ["GNNNN222", "erased"],
    ])
      await person(name!, more!);
    await lead("222222", addMinutes(monday, -1), null);
    await lead("333333", addMinutes(monday, 9), monday);
  });

  test.for([
    { form: "personal", codes: ["NV22NV22", "SPENT222", "FREED222", "GNNNN222"] },
    { form: "link", codes: ["111111", "222222", "333333"] },
  ] as const)("$form: the same words after the same statements, in the same order", async ({ form, codes }) => {
    const told = [];
    for (const [n, code] of codes.entries()) {
      told.push(
        await db.transaction(async (plain) => {
          const visitor = await visit(plain, address(`v${n}`), monday);
          const { tx, asked } = watched(plain);
          return { message: await takeCode(tx, visitor, { kind: form, code }, monday), asked };
        }),
      );
    }
    expect(told[0]!.asked.length).toBeGreaterThan(2);
    for (const one of told) expect(one).toEqual(told[0]);
  });

  test("a locked chat asks one thing, whatever the code is", async () => {
    await sql`insert into chats (bot, address, last_used_at, wrong_codes, wrong_codes_since) values ('webchat:demo', 'v9', ${monday}, 5, ${monday})`;
    await sql`update enrolments set invite_spent_at = null where invite_code = 'SPENT222'`;
    const told = [];
    for (const code of ["NV22NV22", "SPENT222"]) {
      told.push(
        await db.transaction(async (plain) => {
          const visitor = await visit(plain, address("v9"), monday);
          const { tx, asked } = watched(plain);
          return { message: await takeCode(tx, visitor, { kind: "personal", code }, monday), asked };
        }),
      );
    }
    expect(told[0]!.asked).toHaveLength(1);
    expect(told[1]).toEqual(told[0]);
  });
});
