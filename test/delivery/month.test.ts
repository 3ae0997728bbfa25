import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HandleDeps, handle } from "#conversation/handle.ts";
import { readMonths } from "#db/delivery/charges.ts";
import { putTemplate } from "#db/delivery/oa-templates.ts";
import { insertReplies } from "#db/delivery/replies.ts";
import { planDay } from "#delivery/plan.ts";
import type { BotKey, InboxId } from "#domain/ids.ts";
import type { IncomingContent } from "#domain/message.ts";
import { quietUntil } from "#domain/schedule.ts";
import { addMinutes, type LocalTime, type Zone } from "#domain/time.ts";
import { messagePriceVnd } from "#domain/zalo-window.ts";
import { commandAction } from "#wording/actions.ts";
import { freshDatabase } from "../setup/database.ts";
import { type Bill, openOfficial } from "../setup/official.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "../setup/school.ts";
import { openWorker } from "../setup/working.ts";
import { Chance } from "../simulation/chance.ts";

const bot = "zalo-oa:1" as BotKey;
/** As the platform tells of it: 154 VND with VAT. */
const approved = {
  ...{ name: "x", status: "ENABLE", priceVnd: 140 },
  params: [{ name: "ten", required: true, longest: 30 }],
};
const days = 31;
/** A Monday in the middle of a month: the story is billed in two. */
const first = new Date("2026-03-16T00:00:00+07:00");
const minutesOfDay = 24 * 60;

const behaviours = ["daily", "weekdays", "weekly", "silent", "returning"] as const;
type Behaviour = (typeof behaviours)[number];

/** Whether somebody turns to us on a day, from 0 (a Monday). */
function acts(behaviour: Behaviour, day: number, chance: Chance): boolean {
  if (day === 0) return true;
  switch (behaviour) {
    case "daily":
      return true;
    case "weekdays":
      return day % 7 < 5 && chance.of(0.95);
    case "weekly":
      return day % 7 === 0;
    case "silent":
      return false;
    case "returning":
      return day % 14 < 3 || day % 14 === 12;
  }
}

const deps: HandleDeps = {
  countsMessages: () => false,
  quotaOf: () => null,
  platformOf: () => "Zalo",
  elsewhere: () => [],
  asksPhone: () => false,
  digits: () => "123456",
  dashboardLink: () => null,
  zone: "Asia/Ho_Chi_Minh" as Zone,
  files: null,
};

interface Told {
  readonly bills: ReadonlyMap<string, Bill>;
  readonly months: Awaited<ReturnType<typeof readMonths>>;
  readonly messages: number;
  readonly refused: number;
  readonly vnd: number;
  /** Of each learner: when approved texts were taken. */
  readonly templates: readonly { readonly behaviour: Behaviour; readonly sent: readonly Date[] }[];
  /** By kind of behaviour: what a learner's messages came to. */
  readonly each: ReadonlyMap<Behaviour, number>;
}

/** A month of learners on an Official Account, through the real planner, conversation, lane and settling. */
async function month(
  name: string,
  options: {
    learners: number;
    budgetVndPerMonth: number;
    allowance?: number;
    cuts?: number;
    templateId?: string;
    days?: number;
  },
): Promise<Told> {
  await using database = await freshDatabase();
  const chance = new Chance(name);
  let now = first;
  await publish(database.db, makeCourse("khoa-thu", 20), now);
  const { learners } = await makeCohort(database.db, makeCourse("khoa-thu", 20), {
    learners: options.learners,
    bot,
    start: "2026-03-16" as never,
    remindTimes: ["11:30", "19:00"] as LocalTime[],
    now,
  });
  const official = openOfficial(() => now, { allowance: options.allowance ?? 0 });
  const worker = await openWorker(database.url, official.channel, () => now, options);
  const behaviourOf = (at: number) => behaviours[at % behaviours.length]!;
  let updates = 0;
  const turns = async ({ address }: Enrolled, content: IncomingContent) => {
    official.turn(address, now);
    const incoming = { address: { bot, chat: address }, content, writtenAt: now, interaction: now, displayName: "x" };
    const inbox = ++updates as InboxId;
    await database.db.transaction(async (tx) => {
      const reply = await handle(deps, tx, { incoming, at: now, interaction: now, inbox, now });
      if (reply !== null) await insertReplies(tx, reply.to, inbox, reply.messages, now);
    });
  };
  for (let day = 0; day < (options.days ?? days); day++) {
    const morning = addMinutes(first, day * minutesOfDay);
    if (options.templateId !== undefined) await putTemplate(database.db, bot, options.templateId, approved, morning);
    const doings = learners
      .flatMap((learner, at) => {
        const own = chance.stream(`${at}/${day}`);
        const minute = 20 * own.whole(23, 66); // from 07:40 to 22:00
        const tap: IncomingContent = { kind: "tap", action: commandAction("baihoc") };
        const content = own.of(0.5) ? tap : ({ kind: "text", text: "A" } as const);
        return acts(behaviourOf(at), day, own) ? [{ minute, learner, content }] : [];
      })
      .sort((a, b) => a.minute - b.minute);
    for (let minute = 390; minute <= minutesOfDay; minute += 60) {
      while (doings[0] !== undefined && doings[0].minute < minute) {
        const then = doings[0].minute;
        now = addMinutes(morning, then);
        const together = doings.findIndex(({ minute: at }) => at > then);
        const these = doings.splice(0, together < 0 ? doings.length : together);
        await Promise.all(these.map(({ content, learner }) => turns(learner, content)));
      }
      now = addMinutes(morning, minute);
      await planDay(database.db, now);
      if (chance.of(options.cuts ?? 0)) official.script.push("cut", "unreached");
      await worker.work();
    }
  }
  await worker.end();
  const costs = await database.db.execute<{ learner: number; vnd: number }>(sql`
    select d.learner_id as learner, sum(c.vnd)::int as vnd from charges c join deliveries d on d.id = c.delivery_id group by 1`);
  const each = new Map<Behaviour, number>();
  for (const behaviour of behaviours) {
    const group = learners.filter((_, at) => behaviourOf(at) === behaviour).map(({ learner }) => learner);
    const sum = costs.filter(({ learner }) => group.includes(learner as never)).reduce((all, { vnd }) => all + vnd, 0);
    each.set(behaviour, Math.round(sum / group.length));
  }
  const templates = new Map<string, Date[]>();
  for (const { at, chat, template } of official.sent)
    if (template !== undefined) templates.set(chat, [...(templates.get(chat) ?? []), at]);
  const vnd = [...official.bills.values()].reduce((all, bill) => all + bill.vnd, 0);
  const told = {
    bills: official.bills,
    months: await readMonths(database.db),
    messages: official.sent.length,
    vnd,
    each,
    templates: learners.map(({ address }, at) => ({ behaviour: behaviourOf(at), sent: templates.get(address) ?? [] })),
  };
  console.info(
    `month ${name}: ${told.messages} messages, ${vnd} VND, each ${JSON.stringify(Object.fromEntries(each))}`,
  );
  return { ...told, refused: official.refused };
}

/** What our rows say and what the platform billed, month by month. */
function expectEqual({ bills, months }: Told): void {
  expect(months.map(({ month }) => month).sort()).toEqual([...bills.keys()].sort());
  for (const { month, messages, vnd } of months) {
    const bill = bills.get(month)!;
    expect({ month, messages, vnd }).toEqual({
      month,
      messages: bill.free + bill.allowance + bill.wallet + bill.templates,
      vnd: bill.vnd,
    });
  }
}

const seed = fc.readConfigureGlobal()!.seed;

describe("a month on an Official Account", { timeout: 900_000 }, () => {
  test("of 200 learners with weekends, silences and returns costs to the dong what the platform bills", async () => {
    const told = await month(`ample-${seed}`, { learners: 200, budgetVndPerMonth: 1_000_000, cuts: 0.1 });
    expectEqual(told);
    expect(told.refused).toBe(0);
    expect(told.each.get("daily")).toBeLessThanOrEqual(messagePriceVnd); // a cut line may cost a message twice
    expect(told.each.get("weekdays")).toBeGreaterThan(3 * messagePriceVnd);
    expect(told.each.get("weekdays")).toBeLessThan(6 * messagePriceVnd);
    expect(told.each.get("weekly")).toBeGreaterThan(told.each.get("weekdays")!);
    expect(told.each.get("silent")).toBeLessThan(5 * messagePriceVnd);
  });

  test("with an approved text reminds the long silent of it three times at the most, and the sums agree all the same", async () => {
    const told = await month(`texts-${seed}`, {
      learners: 15,
      budgetVndPerMonth: 1_000_000,
      templateId: "7",
      days: 45,
    });
    expectEqual(told);
    expect(told.refused).toBe(0);
    // Who returns after ten days is reminded on the morning of the tenth, once in each of three silences.
    const most = { daily: 0, weekdays: 0, weekly: 0, silent: 3, returning: 3 } as const;
    for (const { behaviour, sent } of told.templates) expect(sent).toHaveLength(most[behaviour]);
    for (const { sent } of told.templates)
      for (const [at, each] of sent.entries()) {
        expect(quietUntil(deps.zone, each)).toBeNull();
        if (at > 0) expect(each.getTime() - sent[at - 1]!.getTime()).toBeGreaterThanOrEqual(6.9 * 24 * 3_600_000);
      }
    expect([...told.bills.values()].reduce((sum, { templates }) => sum + templates, 0)).toBe(6 * 3);
  });

  test("never costs more than its budget, and uses the package's allowance first", async () => {
    const budgetVndPerMonth = 20 * messagePriceVnd + 20;
    const told = await month(`tight-${seed}`, { learners: 30, budgetVndPerMonth, allowance: 15 });
    expectEqual(told);
    for (const bill of told.bills.values()) expect(bill.vnd).toBeLessThanOrEqual(budgetVndPerMonth);
    expect(told.bills.get("2026-03")!.vnd).toBe(20 * messagePriceVnd);
    expect([...told.bills.values()].reduce((sum, { allowance }) => sum + allowance, 0)).toBe(15);
  });

  test("with a budget of nothing costs nothing, and the free messages go on to its last day", async () => {
    const told = await month(`nothing-${seed}`, { learners: 15, budgetVndPerMonth: 0, templateId: "7" });
    expectEqual(told);
    expect(told.vnd).toBe(0);
    expect(told.templates.flatMap(({ sent }) => sent)).toEqual([]);
    expect(told.bills.get("2026-04")!.free).toBeGreaterThan(50);
  });
});
