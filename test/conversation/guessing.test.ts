/** Wrong codes through the door that people use: what comes back, and what the database is asked for it. `HOCVU_WRONG_CODES=3000` sends more. */
import { expect, test } from "vitest";
import { type ReceiveDeps, receive } from "#conversation/receive.ts";
import { addMinutes } from "#domain/time.ts";
import { watched } from "../setup/asked.ts";
import { chatWorld } from "./chat.ts";

const chats = 50;
const times = Math.max(12, Math.floor(Number(process.env.HOCVU_WRONG_CODES ?? 600) / chats));
const kinds = ["never was", "spent", "erased", "link never was", "link used", "link expired"] as const;

/** One code of each kind that is refused, and one that is good. */
async function openCodes() {
  const w = await chatWorld();
  const { sql } = w.database;
  const [spent, gone, good] = [
    await w.invite("Nguyễn Thị Lan", "Phòng Nội vụ"),
    await w.invite("Trần Văn Minh", "Phòng Nội vụ"),
    await w.invite("Lê Hoa", "Phòng Nội vụ"),
  ];
  await w.types("lan", spent.code);
  await sql`update people set full_name = null, name_key = null, erased_at = ${w.now} where id = ${gone.learner}`;
  await sql`insert into link_codes (code, learner_id, expires_at, used_at) values
    ('222222', ${spent.learner}, ${addMinutes(w.now, -1)}, null), ('333333', ${spent.learner}, ${addMinutes(w.now, 9)}, ${w.now})`;
  const codes = {
    "never was": "NV22NV22",
    spent: spent.code,
    erased: gone.code,
    "link never was": "111111",
    "link used": "333333",
    "link expired": "222222",
  } satisfies Record<(typeof kinds)[number], string>;
  return { w, codes, good: good.code };
}

test("fifty chats are refused in the same words, after as many statements, whatever became of the code", {
  timeout: 300_000 + chats * times * 50,
}, async () => {
  const { w, codes, good } = await openCodes();
  const told: { readonly kind: string; readonly at: number; readonly text: string; readonly asked: string }[] = [];
  for (let chat = 0; chat < chats; chat++) {
    for (let at = 0; at < times; at++) {
      // A locked chat is not told that a code is good.
      const kind = at >= 5 && at % 3 === 0 ? "good" : kinds[(chat + at) % kinds.length]!;
      let statements: readonly string[] = [];
      const deps: ReceiveDeps = {
        ...w.deps,
        handle: (tx, said) => {
          const watching = watched(tx);
          statements = watching.asked;
          return w.deps.handle(watching.tx, said);
        },
      };
      const name = `g${chat}`;
      const id = await w.sends(name, { text: kind === "good" ? good : codes[kind] });
      await receive(deps, id!);
      const [reply] = await w.database.sql<
        { body: { text: unknown } }[]
      >`select body from deliveries where inbox_id = ${id}`;
      told.push({ kind, at, text: JSON.stringify(reply!.body.text), asked: JSON.stringify(statements.length) });
    }
  }
  const looked = told.filter(({ at }) => at < 5);
  const locked = told.filter(({ at }) => at >= 5);
  const differing = (of: typeof told, by: (one: (typeof told)[number]) => string) => new Set(of.map(by)).size;
  expect(looked[0]!.text).toContain("chưa dùng được");
  expect(locked[0]!.text).toContain("thử lại sau");
  for (const group of [looked, locked]) expect(differing(group, ({ text }) => text)).toBe(1);
  // The first message of a chat makes it known; invites and codes of another form are kept in other tables.
  const isLink = (kind: string) => kind.startsWith("link");
  for (const link of [true, false])
    for (const isFirst of [true, false])
      expect(
        differing(
          looked.filter((one) => isLink(one.kind) === link && (one.at === 0) === isFirst),
          ({ asked }) => asked,
        ),
      ).toBe(1);
  expect(differing(locked, ({ asked }) => asked)).toBe(1);
  expect(new Set(looked.map(({ kind }) => kind)).size).toBe(kinds.length);
  await w.database.end();
});
