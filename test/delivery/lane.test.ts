import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Channel } from "#channels/channel.ts";
import { connect } from "#db/connect.ts";
import { withdrawPlanned } from "#db/delivery/own-deliveries.ts";
import { insertReplies } from "#db/delivery/replies.ts";
import { Lane } from "#delivery/lane.ts";
import { planDay, pushNow } from "#delivery/plan.ts";
import type { Say } from "#delivery/prepare.ts";
import type { BotKey, InboxId, ProcessId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { SendOutcome } from "#domain/outcome.ts";
import { SlidingBudget } from "#domain/rate.ts";
import { plain, plainText } from "#domain/text.ts";
import type { Clock, LocalTime, Zone } from "#domain/time.ts";
import { freshDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCohort, makeCourse, publish } from "../setup/school.ts";

const bot = "webchat:demo" as BotKey;
const other = "webchat:other" as BotKey;
const say = (text: string): Message => ({ text: [plain(text)], buttons: [], typedHint: null });

/** A channel that answers as told, "sent" when told nothing. */
function scripted(name: BotKey = bot) {
  const sent: { chat: string; text: string }[] = [];
  const script: (SendOutcome | Promise<SendOutcome>)[] = [];
  const channel = {
    name: "webchat",
    bot: name,
    limits: { text: 4096, buttons: 8 },
    handsOver: { kind: "none" },
    key: () => null,
    read: () => null,
    acknowledge: async () => {},
    probe: async () => ({ ok: true, name: "x" }) as const,
    send: async (to, message) => {
      sent.push({ chat: to.chat, text: plainText(message.text) });
      return script.shift() ?? { kind: "sent", platformId: `m${sent.length}` };
    },
  } satisfies Channel;
  return { channel, sent, script };
}

async function world() {
  const database = await freshDatabase();
  let now = new Date("2026-03-02T00:30:00Z"); // Monday, 07:30 in Hà Nội
  const clock: Clock = { now: () => now, fromWall: (instant) => instant };
  let monotonic = 0;
  let processes = 0;
  const sayName: Say = async (_tx, leaving) => say(`${leaving.kind} ${leaving.position}/${leaving.lessons}`);
  /** Minutes from falling due to the platform's yes, of what was accepted. */
  const late: number[] = [];
  const open = (channel: Channel, messagesPerMonth: number | null = null, says = sayName, perSecond = 1000) => {
    const connection = connect(database.url, { max: 1, applicationName: "lane" });
    const lane = new Lane({
      connection,
      channel,
      process: ++processes as ProcessId,
      clock,
      monotonic: () => monotonic,
      budget: new SlidingBudget(perSecond, { maxUnderWay: 8, marginMs: 1 }),
      messagesPerMonth,
      say: says,
      log: recordingLog(),
      answered: () => {},
      contact: () => {},
      accepted: ({ firstDueAt }) => late.push((now.getTime() - firstDueAt.getTime()) / 60_000),
    });
    return { lane, connection };
  };
  const states = async () => {
    const rows = await database.db.execute<{ state: string; n: number }>(
      sql`select state, count(*)::int as n from deliveries group by 1 order by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.n]));
  };
  const advance = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    monotonic += minutes * 60_000;
  };
  /** Rounds until nothing more can leave now. */
  const rounds = async (lane: Lane) => {
    monotonic += 1600; // whoever takes a lane over waits for what another may have sent just before
    for (let quiet = 0; quiet < 2; ) {
      const wait = await lane.pump();
      await new Promise((resolve) => setImmediate(resolve));
      monotonic += Math.min(wait, 5);
      quiet = wait === 0 || lane.underWay > 0 ? 0 : quiet + 1;
    }
  };
  const course = makeCourse();
  await publish(database.db, course, now);
  const close = () => database.end();
  return { database, clock, open, late, states, advance, rounds, course, close, now: () => now };
}

describe("a lane", () => {
  let w: Awaited<ReturnType<typeof world>>;
  beforeEach(async () => {
    w = await world();
    return () => w.close();
  });

  const cohortOf = (learners: number) => makeCohort(w.database.db, w.course, { learners, now: w.now() });

  test("sends every lesson once, and opens the attempt that is then the learner's current one", async () => {
    await cohortOf(20);
    expect(await planDay(w.database.db, w.now())).toEqual({ lessons: 20, reminders: 0 });
    expect(await planDay(w.database.db, w.now())).toEqual({ lessons: 0, reminders: 0 });
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    expect(await lane.take()).toBe(true);
    await w.rounds(lane);
    expect(new Set(sent.map(({ chat }) => chat)).size).toBe(20);
    expect(sent).toHaveLength(20);
    expect(sent[0]!.text).toBe("lesson 1/5");
    expect(await w.states()).toEqual({ sent: 20 });
    const [row] = await w.database.db.execute(sql`
      select count(*) as n from people p join attempts a on a.id = p.current_attempt_id and a.learner_id = p.id`);
    expect(row).toEqual({ n: 20 });
    await connection.end();
  });

  test("serves cohorts in turn: a large one that is due at the same minute keeps no small one waiting", async () => {
    await cohortOf(400);
    const small = [await cohortOf(10), await cohortOf(10)];
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    const theirs = new Set(small.flatMap(({ learners }) => learners.map(({ address }) => address)));
    const places = sent.flatMap(({ chat }, at) => (theirs.has(chat) ? [at] : []));
    expect(places).toHaveLength(20);
    // Ten turns of three cohorts, and what a pass may be late by.
    expect(Math.max(...places)).toBeLessThan(3 * 10 + 8);
    expect(sent).toHaveLength(420);
    await connection.end();
  });

  test("records every ending, also one that is learnt while another is being recorded", async () => {
    await cohortOf(150);
    await planDay(w.database.db, w.now());
    const { channel } = scripted();
    let calls = 0;
    const slow = {
      ...channel,
      send: async () => {
        for (let turns = ++calls % 7; turns > 0; turns--) await w.database.sql`select 1`;
        return { kind: "sent", platformId: "x" } as const;
      },
    };
    const { lane, connection } = w.open(slow);
    await lane.take();
    await w.rounds(lane);
    expect(await w.states()).toEqual({ sent: 150 });
    await connection.end();
  });

  test("has one holder; the next begins with what the first left in hand, and what was under way goes once more", async () => {
    await cohortOf(3);
    await planDay(w.database.db, w.now());
    const first = scripted();
    const never = new Promise<SendOutcome>(() => {});
    first.script.push({ kind: "sent", platformId: "1" }, never);
    const one = w.open(first.channel);
    await one.lane.take();
    w.advance(0.03);
    await one.lane.pump();
    const second = scripted();
    const two = w.open(second.channel);
    expect(await two.lane.take()).toBe(false);
    await one.connection.end(); // the process dies
    expect(await two.lane.take()).toBe(true);
    expect(await w.states()).toEqual({ planned: 3 }); // three were committed as sending; no ending was recorded
    await w.rounds(two.lane);
    expect(await w.states()).toEqual({ sent: 3 });
    const [row] = await w.database.db.execute(
      sql`select sum(unknowns)::int as unknowns, max(sends)::int as sends from deliveries`,
    );
    expect(row).toEqual({ unknowns: 3, sends: 2 });
    await two.connection.end();
  });

  test("sends a third time never: two unknown endings are the end", async () => {
    await cohortOf(1);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push({ kind: "unknown" }, { kind: "unknown" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(sent).toHaveLength(1);
    w.advance(1);
    await w.rounds(lane);
    w.advance(5);
    await w.rounds(lane);
    expect(sent).toHaveLength(2);
    expect(await w.states()).toEqual({ unknown: 1 });
    expect(await pushNow(w.database.db, { id: 1 as never, zone: "Asia/Ho_Chi_Minh" as Zone }, null, w.now())).toEqual({
      planned: 0,
      alreadyPlanned: 1,
    });
    await connection.end();
  });

  test("tells how late each was accepted since it first fell due, whatever its tries came to", async () => {
    await cohortOf(2);
    w.advance(2); // the planner comes late
    await planDay(w.database.db, w.now());
    const { channel, script } = scripted();
    script.push({ kind: "unreached" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(w.late).toEqual([2]);
    w.advance(8);
    await w.rounds(lane);
    // Of one that was put off it is known since when it stands there.
    expect(w.late).toEqual([2, 8]);

    w.advance(60 * 14 + 30); // 22:10: what is pushed in the quiet hours falls due when they end
    await w.database.db.execute(sql`delete from deliveries`);
    const cohort = { id: 1 as never, zone: "Asia/Ho_Chi_Minh" as Zone };
    expect(await pushNow(w.database.db, cohort, null, w.now())).toMatchObject({ planned: 2 });
    w.advance(60 * 8 + 21);
    await w.rounds(lane);
    expect(w.late.slice(2)).toEqual([1, 1]);
    await connection.end();
  });

  test("obeys a throttle with the whole lane, and does not count the try", async () => {
    await cohortOf(3);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push({ kind: "throttled", retryAfterSeconds: 90 });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    const before = sent.length;
    w.advance(1);
    await w.rounds(lane);
    expect(sent).toHaveLength(before);
    w.advance(0.5);
    await w.rounds(lane);
    expect(await w.states()).toEqual({ sent: 3 });
    const [row] = await w.database.db.execute(
      sql`select max(sends)::int as sends, sum(unknowns)::int as unknowns from deliveries`,
    );
    expect(row).toEqual({ sends: 1, unknowns: 0 });
    await connection.end();
  });

  test("nothing leaves in the very round that learns of a throttle", async () => {
    await cohortOf(20);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push(...Array.from({ length: 8 }, () => ({ kind: "throttled", retryAfterSeconds: 30 }) as const));
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveLength(8);
    await lane.pump();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveLength(8);
    await connection.end();
  });

  test("what was prepared and then held back by a throttle waits as if it had never been taken", async () => {
    await cohortOf(20);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push(...Array.from({ length: 8 }, () => ({ kind: "throttled", retryAfterSeconds: 30 }) as const));
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    expect((await w.states()).sending).toBeGreaterThan(8);
    await new Promise((resolve) => setImmediate(resolve));
    await lane.pump();
    const [row] = await w.database.db.execute(
      sql`select count(*) as n, sum(sends)::int as sends, sum(unknowns)::int as unknowns from deliveries where state in ('planned', 'queued')`,
    );
    expect(row).toEqual({ n: 20, sends: 0, unknowns: 0 });
    w.advance(1);
    await w.rounds(lane);
    expect(sent).toHaveLength(28);
    expect(await w.states()).toEqual({ sent: 20 });
    await connection.end();
  });

  test("a holder that ends leaves what it had prepared to the next", async () => {
    await cohortOf(20);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push(...Array.from({ length: 8 }, () => new Promise<SendOutcome>(() => {})));
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    await lane.drain(async () => w.advance(1), 10_000);
    expect(sent).toHaveLength(8);
    expect(await w.states()).toMatchObject({ sending: 8 }); // the rest is planned or in hand: the next holder's
    await connection.end();
  });

  test("what waited too long for its slot is not sent on an old proof that the lane is ours", async () => {
    await cohortOf(20);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    let answer: (outcome: SendOutcome) => void = () => {};
    script.push(...Array.from({ length: 7 }, () => new Promise<SendOutcome>(() => {})));
    script.push(
      new Promise<SendOutcome>((resolve) => {
        answer = resolve;
      }),
    );
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    w.advance(0.03);
    answer({ kind: "sent", platformId: "8" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveLength(8);
    await lane.pump(); // proves it anew
    await lane.pump();
    expect(sent.length).toBeGreaterThan(8);
    await connection.end();
  });

  test("a pause outlives its holder", async () => {
    await cohortOf(1);
    await planDay(w.database.db, w.now());
    const first = scripted();
    first.script.push({ kind: "throttled", retryAfterSeconds: 60 });
    const one = w.open(first.channel);
    await one.lane.take();
    await w.rounds(one.lane);
    await one.connection.end();
    const second = scripted();
    const two = w.open(second.channel);
    await two.lane.take();
    await w.rounds(two.lane);
    expect(second.sent).toHaveLength(0);
    w.advance(1.1);
    await w.rounds(two.lane);
    expect(second.sent).toHaveLength(1);
    await two.connection.end();
  });

  test("answers to people go before lessons", async () => {
    const { learners } = await cohortOf(40);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    await w.database.db.execute(
      sql`insert into inbox (bot, update_key, received_at) values (${bot}, 'u1', ${w.now()}::timestamptz)`,
    );
    const to = { chatId: learners[39]!.chat, bot, learnerId: learners[39]!.learner };
    await insertReplies(w.database.db, to, 1 as InboxId, [say("trước"), say("sau")], w.now());
    await insertReplies(w.database.db, to, 1 as InboxId, [say("trước"), say("sau")], w.now());
    lane.ring();
    await w.rounds(lane);
    const order = sent.map(({ text }) => text);
    expect(order.indexOf("trước")).toBeLessThan(20);
    expect(order.indexOf("sau")).toBeGreaterThan(order.indexOf("trước"));
    expect(order.filter((text) => text === "sau")).toHaveLength(1);
    await connection.end();
  });

  test("an answer that yields leaves after other answers, and before lessons however long they have been due", async () => {
    const { learners } = await cohortOf(200);
    await planDay(w.database.db, w.now());
    w.advance(60);
    const { db } = w.database;
    for (const key of ["u1", "u2"])
      await db.execute(
        sql`insert into inbox (bot, update_key, received_at) values (${bot}, ${key}, ${w.now()}::timestamptz)`,
      );
    const to = (at: number) => ({ chatId: learners[at]!.chat, bot, learnerId: learners[at]!.learner });
    await insertReplies(db, to(0), 1 as InboxId, [{ ...say("chờ được"), yields: true }], w.now());
    await insertReplies(db, to(1), 2 as InboxId, [say("ngay")], w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(sent.slice(0, 3).map(({ text }) => text)).toEqual(["ngay", "chờ được", "lesson 1/5"]);
    await connection.end();
  });

  test("what an answer said is forgotten once it was sent: it may name people who are erased one day", async () => {
    const { learners } = await cohortOf(1);
    const { channel, sent, script } = scripted();
    script.push({ kind: "unknown" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.database.db.execute(
      sql`insert into inbox (bot, update_key, received_at) values (${bot}, 'u1', ${w.now()}::timestamptz)`,
    );
    const to = { chatId: learners[0]!.chat, bot, learnerId: learners[0]!.learner };
    await insertReplies(w.database.db, to, 1 as InboxId, [say("bảng xếp hạng")], w.now());
    const words = async () => (await w.database.db.execute(sql`select state, body is null as gone from deliveries`))[0];
    await w.rounds(lane);
    expect(await words()).toEqual({ state: "planned", gone: false });
    w.advance(1);
    await w.rounds(lane);
    expect(sent.map(({ text }) => text)).toEqual(["bảng xếp hạng", "bảng xếp hạng"]);
    expect(await words()).toEqual({ state: "sent", gone: true });
    await connection.end();
  });

  test("a closed chat's lesson goes to the learner's other chat, and nothing more to the closed one", async () => {
    const { learners } = await cohortOf(2);
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) values (${other}, 'z1', ${learners[0]!.learner}, '2026-01-01')`);
    await planDay(w.database.db, w.now());
    const first = scripted();
    first.script.push({ kind: "gone" }, { kind: "gone" });
    const one = w.open(first.channel);
    await one.lane.take();
    await w.rounds(one.lane);
    expect(await w.states()).toEqual({ cancelled: 1, planned: 1 });
    const second = scripted(other);
    const two = w.open(second.channel);
    await two.lane.take();
    await w.rounds(two.lane);
    expect(second.sent.map(({ chat }) => chat)).toEqual(["z1"]);
    expect(await w.states()).toEqual({ cancelled: 1, sent: 1 });
    await one.connection.end();
    await two.connection.end();
  });

  test("a dead token shuts the lane, loses nothing, and lets learners with another chat go there", async () => {
    const { learners } = await cohortOf(2);
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) values (${other}, 'z1', ${learners[1]!.learner}, '2026-01-01')`);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    script.push({ kind: "shut", reason: "401" }, { kind: "shut", reason: "401" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    w.advance(2);
    await w.rounds(lane);
    expect(sent).toHaveLength(2);
    const rows = await w.database.db.execute(sql`select bot, state, sends from deliveries order by id`);
    expect(rows).toEqual([
      { bot, state: "planned", sends: 0 },
      { bot: other, state: "planned", sends: 0 },
    ]);
    await connection.end();
  });

  test("a lane that is shut in the middle of a push leaves nothing behind that has another chat to go to", async () => {
    await cohortOf(60);
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) select ${other}, 'z' || id, id, '2026-01-01' from people`);
    await planDay(w.database.db, w.now());
    const { channel, script } = scripted();
    script.push(...Array.from({ length: 8 }, () => ({ kind: "shut", reason: "401" }) as const));
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(
      await w.database.db.execute(
        sql`select bot, state, sum(sends) as sends, count(*) as n from deliveries group by 1, 2`,
      ),
    ).toEqual([{ bot: other, state: "planned", sends: 0, n: 60 }]);
    await connection.end();
  });

  test("whoever links another chat while a lane is shut has their lesson there within a minute", async () => {
    const { learners } = await cohortOf(1);
    await planDay(w.database.db, w.now());
    const { channel, script } = scripted();
    script.push({ kind: "shut", reason: "401" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) values (${other}, 'z1', ${learners[0]!.learner}, '2026-01-01')`);
    w.advance(1);
    await w.rounds(lane);
    expect(await w.database.db.execute(sql`select bot, state from deliveries`)).toEqual([
      { bot: other, state: "planned" },
    ]);
    await connection.end();
  });

  test("what cannot be said fails alone, and all others leave", async () => {
    await cohortOf(3);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel, null, async (_tx, leaving) => {
      if (leaving.id === 2) throw new TypeError("this content is of another version");
      return say("bài học");
    });
    await lane.take();
    await w.rounds(lane);
    expect(sent).toHaveLength(2);
    expect(await w.database.db.execute(sql`select id, state, reason from deliveries order by id`)).toEqual([
      { id: 1, state: "sent", reason: null },
      { id: 2, state: "failed", reason: "cannot be said" },
      { id: 3, state: "sent", reason: null },
    ]);
    await connection.end();
  });

  test("a learner who is just being answered holds up nobody else's lesson, and has theirs a moment later", async () => {
    const { learners } = await cohortOf(3);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from people where id = ${learners[0]!.learner} for no key update`);
      await w.rounds(lane);
      expect(sent).toHaveLength(2);
      // And their own deeds may take back what is planned for them meanwhile: neither waits for the other.
      await withdrawPlanned(tx, learners[0]!.learner, "paused");
    });
    w.advance(1);
    await w.rounds(lane);
    expect(sent.map(({ chat }) => chat).sort()).toEqual(learners.map(({ address }) => address).sort());
    await connection.end();
  });

  test("a process that lost its session and takes the lane again knows what it has under way itself", async () => {
    await cohortOf(1);
    await planDay(w.database.db, w.now());
    const { channel, sent, script } = scripted();
    let answer: (outcome: SendOutcome) => void = () => {};
    script.push(
      new Promise<SendOutcome>((resolve) => {
        answer = resolve;
      }),
    );
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    expect(sent).toHaveLength(1);
    await w.database.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'lane'`;
    await expect(lane.pump().then(() => w.rounds(lane))).rejects.toThrow();
    await eventually("the lane is taken again", async () => await lane.take().catch(() => false));
    answer({ kind: "sent", platformId: "late" });
    await w.rounds(lane);
    expect(sent).toHaveLength(1);
    expect(await w.database.db.execute(sql`select state, sends, unknowns from deliveries`)).toEqual([
      { state: "sent", sends: 1, unknowns: 0 },
    ]);
    await connection.end();
  });

  test("an answer whose ring was lost is found within a second, however many lessons are in hand", async () => {
    const { learners } = await cohortOf(64);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel, null, undefined, 10);
    await lane.take();
    w.advance(0.03);
    await lane.pump();
    await w.database.db.execute(
      sql`insert into inbox (bot, update_key, received_at) values (${bot}, 'u1', ${w.now()}::timestamptz)`,
    );
    const last = learners.at(-1)!;
    await insertReplies(
      w.database.db,
      { chatId: last.chat, bot, learnerId: last.learner },
      1 as InboxId,
      [say("trả lời")],
      w.now(),
    );
    for (let waited = 0; waited < 1200; waited += 20) {
      await lane.pump();
      await new Promise((resolve) => setImmediate(resolve));
      w.advance(20 / 60_000);
    }
    expect(sent.length).toBeLessThan(40);
    expect(sent.map(({ text }) => text)).toContain("trả lời");
    await connection.end();
  });

  test("the month's quota goes to lessons before reminders, and what is beyond it waits for the next month", async () => {
    const { learners } = await cohortOf(6);
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) values (${other}, 'z5', ${learners[5]!.learner}, '2026-01-01')`);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel, 5);
    await lane.take();
    await w.rounds(lane);
    expect(sent.length).toBeGreaterThanOrEqual(5);
    expect(lane.shut).toMatch(/month/);
    await w.database.db.execute(
      sql`insert into inbox (bot, update_key, received_at) values (${bot}, 'u1', ${w.now()}::timestamptz)`,
    );
    const to = { chatId: learners[0]!.chat, bot, learnerId: learners[0]!.learner };
    await insertReplies(w.database.db, to, 1 as InboxId, [say("đợi")], w.now());
    await lane.reopen();
    await w.rounds(lane);
    expect(sent.map(({ text }) => text)).not.toContain("đợi");
    w.advance(60 * 24 * 31);
    await lane.reopen();
    await w.rounds(lane);
    expect(sent.map(({ text }) => text)).toContain("đợi");
    await connection.end();
  });

  test("a chat closed while its lesson is in hand gives it to the other one", async () => {
    const { learners } = await cohortOf(40);
    const last = learners[39]!;
    await w.database.db.execute(sql`
      insert into chats (bot, address, learner_id, last_used_at) values (${other}, 'z9', ${last.learner}, '2026-01-01')`);
    await planDay(w.database.db, w.now());
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    w.advance(0.03);
    await lane.pump(); // the hand holds 32; the rest is planned
    await w.database.db.execute(sql`update chats set state = 'blocked' where id = ${last.chat}`);
    await w.rounds(lane);
    expect(sent.map(({ chat }) => chat)).not.toContain(last.address);
    const [row] = await w.database.db.execute(
      sql`select bot, state from deliveries where learner_id = ${last.learner}`,
    );
    expect(row).toEqual({ bot: other, state: "planned" });
    await connection.end();
  });

  test("what could not leave within its window is cancelled, and may be pushed again", async () => {
    const cohort = await cohortOf(1);
    await planDay(w.database.db, w.now());
    w.advance(181);
    const { channel, sent } = scripted();
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(sent).toHaveLength(0);
    const zone = "Asia/Ho_Chi_Minh" as Zone;
    await w.database.db.execute(sql`update deliveries set state = 'cancelled', reason = 'expired'`);
    expect(await pushNow(w.database.db, { id: cohort.id, zone }, null, w.now())).toEqual({
      planned: 1,
      alreadyPlanned: 0,
    });
    await w.rounds(lane);
    expect(sent).toHaveLength(1);
    await connection.end();
  });

  test("a message that stands refused fails alone", async () => {
    const cohort = await cohortOf(2);
    await planDay(w.database.db, w.now());
    const { channel, script } = scripted();
    script.push({ kind: "refused", reason: "400" });
    const { lane, connection } = w.open(channel);
    await lane.take();
    await w.rounds(lane);
    expect(await w.states()).toEqual({ failed: 1, sent: 1 });
    const zone = "Asia/Ho_Chi_Minh" as Zone;
    expect(await pushNow(w.database.db, { id: cohort.id, zone }, null, w.now())).toEqual({
      planned: 1,
      alreadyPlanned: 1,
    });
    await w.rounds(lane);
    expect(await w.states()).toEqual({ sent: 2 });
    await connection.end();
  });

  test("an own push time, a pause and a day already kept are respected", async () => {
    const { learners } = await cohortOf(3);
    await w.database.db.execute(
      sql`update people set push_time = ${"08:00" as LocalTime} where id = ${learners[0]!.learner}`,
    );
    await w.database.db.execute(
      sql`insert into pauses (learner_id, from_day, to_day) values (${learners[1]!.learner}, '2026-03-02', '2026-03-03')`,
    );
    expect((await planDay(w.database.db, w.now())).lessons).toBe(1);
    w.advance(30);
    expect((await planDay(w.database.db, w.now())).lessons).toBe(1);
    w.advance(60 * 24 * 5); // Saturday
    expect((await planDay(w.database.db, w.now())).lessons).toBe(0);
  });
});
