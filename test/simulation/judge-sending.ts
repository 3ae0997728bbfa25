import type { SendCall } from "./line.ts";
import { isStudyDay } from "./progress.ts";
import type { DeliveryRow, Tables } from "./tables.ts";
import type { History } from "./world.ts";

const hour = 3_600_000;
/** What a commit, a call's way and a statement or two in between may take. */
const slackMs = 5_000;

const dayOf = (at: number) => new Date(at + 7 * hour).toISOString().slice(0, 10);
const timeOf = (at: number) => new Date(at + 7 * hour).toISOString().slice(11, 19);
const on = (day: string, time: string) => Date.parse(`${day}T${time}:00+07:00`);

/** Promises 2, 4, 5 and 6, from the log of calls at the platforms' doors. */
export function judgeSending(history: History, tables: Tables): string[] {
  const calls = history.lines.flatMap((line) => line.calls);
  const accepted = new Map<string, SendCall[]>();
  for (const call of calls) if (call.accepted) accepted.set(call.tag, [...(accepted.get(call.tag) ?? []), call]);
  return [
    ...judgeEndings(history, tables, accepted),
    ...judgeBudgets(history),
    ...judgeThrottles(history),
    ...judgeClosedChats(history),
    ...judgeHours(history, tables, accepted),
  ];
}

const tagOf = (row: DeliveryRow) => (row.kind === "reply" ? `reply ${row.inbox}` : `delivery ${row.id}`);

function judgeEndings(history: History, tables: Tables, accepted: ReadonlyMap<string, readonly SendCall[]>): string[] {
  const wrong: string[] = [];
  const known = new Set(tables.deliveries.map(tagOf));
  for (const tag of accepted.keys()) if (!known.has(tag)) wrong.push(`2: "${tag}" was sent and stands nowhere`);
  for (const row of tables.deliveries) {
    const times = accepted.get(tagOf(row))?.length ?? 0;
    const say = (what: string) =>
      wrong.push(`2: ${row.kind} ${row.id} (${row.state}, ${row.reason}, unknowns ${row.unknowns}): ${what}`);
    if (times > 2) say(`accepted ${times} times`);
    if (times === 2 && row.unknowns < 1) say("accepted twice, and no ending of it was unknown");
    switch (row.state) {
      case "sent":
        if (times === 0) say("never accepted");
        break;
      case "unknown":
        if (row.unknowns < 1) say("no ending of it was unknown");
        break;
      case "failed":
      case "cancelled":
        if (times > 0) say("accepted all the same");
        if (row.reason === null) say("nobody knows why");
        break;
      default:
        if (row.due.getTime() < history.endedAt + 6 * hour) say("never ended");
    }
  }
  return wrong;
}

function judgeBudgets({ lines }: History): string[] {
  const wrong: string[] = [];
  for (const { bot, calls, messagesPerSecond: budget } of lines) {
    const arrivals = calls.flatMap(({ arrivedAt }) => (arrivedAt === null ? [] : [arrivedAt])).sort((a, b) => a - b);
    for (const [at, arrival] of arrivals.entries()) {
      const later = arrivals[at + budget];
      if (later !== undefined && later - arrival < 1000) {
        wrong.push(
          `4: ${bot} got ${budget + 1} messages within ${later - arrival} ms at ${dayOf(arrival)} ${timeOf(arrival)}`,
        );
      }
    }
    const moments = calls.flatMap(({ departedAt, endedAt }) => [
      { at: departedAt, by: 1 },
      { at: endedAt ?? Number.POSITIVE_INFINITY, by: -1 },
    ]);
    let underWay = 0;
    for (const { at, by } of moments.sort((a, b) => a.at - b.at || a.by - b.by)) {
      underWay += by;
      if (underWay > 8) wrong.push(`4: ${bot} had ${underWay} sends under way at ${dayOf(at)} ${timeOf(at)}`);
    }
  }
  return wrong;
}

/** Whether a process or a session was lost about then: what was learnt in it may be lost too. */
const lostBetween = (history: History, from: number, to: number) =>
  history.losses.some(({ at }) => from <= at && at <= to);

function judgeThrottles(history: History): string[] {
  const wrong: string[] = [];
  for (const { bot, calls } of history.lines) {
    for (const throttled of calls) {
      const { code, retryAfterSeconds, endedAt } = throttled;
      if (code !== 429 || retryAfterSeconds === null || endedAt === null) continue;
      if (lostBetween(history, throttled.departedAt, endedAt + slackMs)) continue;
      const early = calls.find(
        ({ departedAt, arrivedAt }) =>
          arrivedAt !== null && departedAt > endedAt + 1000 && arrivedAt < endedAt + retryAfterSeconds * 1000,
      );
      if (early !== undefined) {
        wrong.push(
          `5: ${bot} asked for ${retryAfterSeconds} s at ${timeOf(endedAt)} and got ${early.tag} at ${timeOf(early.arrivedAt!)}`,
        );
      }
    }
  }
  return wrong;
}

const goneCodes = new Set([403, 410, 422]);

function judgeClosedChats(history: History): string[] {
  const wrong: string[] = [];
  for (const { bot, calls } of history.lines) {
    for (const gone of calls) {
      const { chat, code, endedAt } = gone;
      if (!goneCodes.has(code) || endedAt === null) continue;
      const next = calls.find((call) => call.chat === chat && call.departedAt > endedAt);
      if (next === undefined) continue;
      if (lostBetween(history, gone.departedAt, endedAt + slackMs)) continue;
      const wrote = history.handled.some(
        (one) => one.chat === `${bot} ${chat}` && gone.departedAt - slackMs < one.at && one.at <= next.departedAt,
      );
      if (!wrote)
        wrong.push(
          `5: ${next.tag} was sent to the closed chat ${bot} ${chat} at ${dayOf(next.departedAt)} ${timeOf(next.departedAt)}`,
        );
    }
  }
  return wrong;
}

/** What leaves on days off, too, and to who has learnt. */
const anyDay = new Set<DeliveryRow["kind"]>(["reoffer", "correction", "digest", "announcement"]);

function judgeHours(history: History, tables: Tables, accepted: ReadonlyMap<string, readonly SendCall[]>): string[] {
  const wrong: string[] = [];
  const perDay = new Map<string, Set<number>>();
  for (const row of tables.deliveries) {
    if (row.kind === "reply") continue;
    for (const call of accepted.get(tagOf(row)) ?? []) {
      const at = call.arrivedAt!;
      const say = (what: string) => wrong.push(`6: ${row.kind} ${row.id} at ${dayOf(at)} ${timeOf(at)}: ${what}`);
      if (timeOf(at) < "06:30" || at > on(dayOf(at), "21:30") + slackMs) say("in the quiet hours");
      const key = `${row.kind} ${row.learner} ${dayOf(at)}`;
      const sameDay = perDay.get(key) ?? new Set();
      perDay.set(key, sameDay.add(row.id));
      if (row.kind === "lesson" && sameDay.size > 1) say("the second lesson of the day");
      if (row.kind === "nudge" && sameDay.size > 1) say("the second nudge of the day");
      if (row.kind === "reminder" && sameDay.size > 2) say("the third reminder of the day");
      if (row.kind === "correction" && inPause(tables, row, dayOf(at))) say("in a pause");
      if (row.kind === "digest" && sameDay.size > 1) say("the second digest of the day");
      if (!anyDay.has(row.kind)) judgeDay(history, tables, row, call, say);
    }
  }
  return wrong;
}

/** The first day of a pause is left out: what left before it was asked for is not in it. */
const inPause = ({ pauses }: Tables, row: DeliveryRow, day: string) =>
  pauses.some(({ learner, from, to }) => learner === row.learner && from < day && day <= to);

function judgeDay(
  history: History,
  tables: Tables,
  row: DeliveryRow,
  call: SendCall,
  say: (what: string) => void,
): void {
  const at = call.arrivedAt!;
  const day = dayOf(at);
  const cohort = history.school.cohorts.find(({ id }) => id === row.cohort)!;
  if (!isStudyDay(cohort, history.school.holidays, day)) say("on a day off");
  if (inPause(tables, row, day)) say("in a pause");
  const own = history.handled.filter(({ learner, at: then }) => learner === row.learner && then <= at);
  const asked = own.flatMap(({ text }) => /^\/gio (\d\d:\d\d)$/.exec(text)?.[1] ?? []);
  const starts: Record<string, number[]> = {
    lesson: [
      ...[cohort.at, ...asked].map((time) => on(day, time)),
      ...own
        .filter(({ text }) => /^\/gio|^\/tieptuc|^\/start|^tap$|ng ý|dong y/i.test(text))
        .map(({ at: then }) => then),
    ],
    reminder: cohort.remind.map((time) => on(day, time)),
    nudge: history.handled.filter(({ text }) => text.startsWith("/nhac")).map(({ at: then }) => then),
  };
  const fits = starts[row.kind]!.some((from) => from <= at && at < from + 3 * hour + slackMs);
  if (!fits) say("not within three hours of its time");
  if (row.kind === "lesson") return;
  const done = tables.attempts.some(({ id, learner, completedDay }) => {
    if (learner !== row.learner || completedDay !== day) return false;
    const last = tables.answers.filter(({ attempt }) => attempt === id).at(-1);
    const heard = history.handled.findLast(({ inbox }) => inbox === last?.inbox);
    return heard !== undefined && heard.at < call.departedAt - slackMs;
  });
  if (done) say("to someone who had learnt that day");
}
