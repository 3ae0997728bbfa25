import type { OaConfig } from "#app/zalo-oa/config.ts";
import { keepStanding } from "#app/zalo-oa/standing.ts";
import { openZaloOa } from "#channels/zalo-oa/open.ts";
import { readMonths } from "#db/delivery/charges.ts";
import { noteInteraction } from "#db/delivery/windows.ts";
import { planDay } from "#delivery/plan.ts";
import type { BotKey } from "#domain/ids.ts";
import { oneToken } from "../channels/samples.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { ManualClock } from "../fakes/zalo-oa/clock.ts";
import type { Purse } from "../fakes/zalo-oa/people.ts";
import { oaFetch } from "../fakes/zalo-oa/serve.ts";
import { freshDatabase } from "./database.ts";
import { recordingLog } from "./log.ts";
import { type Enrolled, makeCohort, makeCourse, publish } from "./school.ts";
import { openWorker } from "./working.ts";

const dayMs = 86_400_000;

/** An instant of March 2026 in Hà Nội and the weeks after it: the first is a Sunday. */
export const on = (day: number, time: string): Date =>
  new Date(new Date(`2026-03-01T${time}:00+07:00`).getTime() + (day - 1) * dayMs);

export interface AccountTerms {
  readonly budgetVndPerMonth: number;
  readonly templateId?: string | null;
}

/** A platform with an Official Account, its real channel, planner and lane, and learners of a course on it. */
export async function openAccount(learners: number, purse: Partial<Purse> = {}) {
  const course = makeCourse("khoa-thu", 20);
  const database = await freshDatabase();
  const clock = new ManualClock(on(1, "00:00"));
  const fake = new FakeZaloOa({ timers: clock, purse, switches: { requestsPerMinute: 10_000 } });
  const bot = `zalo-oa:${fake.appId}` as BotKey;
  const now = () => new Date(clock.now());
  const fetch = oaFetch([fake]);
  const log = recordingLog();
  await publish(database.db, course, now());
  const cohort = await makeCohort(database.db, course, { learners, bot, now: now(), weekdays: [1, 2, 3, 4, 5, 6, 7] });
  let terms: AccountTerms = { budgetVndPerMonth: 0 };
  let worker: Awaited<ReturnType<typeof openWorker>> | null = null;
  const oa = (): OaConfig => ({
    ...{ key: bot, appId: fake.appId, appSecret: "secret-of-app", secretKey: "secret-of-oa" },
    ...{
      apiRoot: "http://x",
      oauthRoot: "http://x",
      businessRoot: "http://x",
      webhookPath: "/zalo-oa/webhook",
      proxy: null,
    },
    ...{ requestsPerMinute: 100, budgetVndPerMonth: 0, templateId: terms.templateId ?? null },
  });
  const account = {
    ...{ bot, clock, cohort, database, fake, log, now },
    /** The platform is asked, as it is every few minutes. */
    ask: () => keepStanding(oa(), { db: database.db, clock: { now, fromWall: (at) => at }, fetch, log }, oneToken()),
    /** The program runs with these terms from now on. */
    async works(changed: AccountTerms) {
      terms = changed;
      await worker?.end();
      const channel = openZaloOa({
        ...{ appId: fake.appId, apiRoot: "http://x", tokens: oneToken(), warn() {}, fetch },
        ...{ wall: clock.now, monotonic: clock.now },
      });
      worker = await openWorker(database.url, channel, now, changed);
      await account.ask();
    },
    /** A person writes to the account. */
    async turns({ address, chat }: Enrolled) {
      await fake.say(address, "xin chào");
      await database.db.transaction((tx) => noteInteraction(tx, chat, now()));
    },
    /** Everybody wrote at noon of the first day. */
    async begins(given: AccountTerms) {
      await clock.to(on(1, "12:00").getTime());
      for (const each of cohort.learners) await account.turns(each);
      await account.works(given);
    },
    /** It is this time: what falls due is planned and leaves. */
    async step(day: number, time: string) {
      await clock.to(on(day, time).getTime());
      await planDay(database.db, now());
      await worker!.work();
    },
    /** Days pass, a step at each of these times; the platform is asked each day. */
    async until(day: number, times = ["07:30", "22:30"]) {
      const today = Math.floor((clock.now() - on(1, "00:00").getTime()) / dayMs) + 1;
      for (let each = today; each <= day; each++) {
        for (const time of times) {
          if (on(each, time).getTime() <= clock.now()) continue;
          await clock.to(on(each, time).getTime());
          if (time === times[0]) await account.ask();
          await account.step(each, time);
        }
      }
    },
    /** What the platform billed, by its own arithmetic, and what our rows say. */
    billed: () => fake.messages.reduce((sum, { vnd }) => sum + vnd, 0),
    ours: async () => (await readMonths(database.db)).reduce((sum, { vnd }) => sum + vnd, 0),
    async [Symbol.asyncDispose]() {
      await worker?.end();
      fake.close();
      await database.end();
    },
  };
  return account;
}
