import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { readConfig } from "#app/config.ts";
import { openDatabase } from "#app/database.ts";
import { allRoles } from "#app/roles.ts";
import { run } from "#app/run.ts";
import { realTimers } from "../fakes/timers.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { FakeGrants } from "../fakes/zalo-oa/grants.ts";
import type { Purse } from "../fakes/zalo-oa/people.ts";
import { type More, serveOa } from "../fakes/zalo-oa/serve.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { freePort } from "../setup/port.ts";
import { type Moment, Week } from "./calendar.ts";
import { type Env, runNode } from "./program.ts";
import type { Asked } from "./quiz.ts";
import { machineEnv } from "./stage.ts";
import { type Member, type Visitor, visitorOf } from "./visitor.ts";

/** What the operator has set, and what the account has. */
export interface Terms {
  readonly budgetVndPerMonth?: number;
  /** A text of this number, which the platform has approved. */
  readonly templateId?: string;
  /** What the account pays with. */
  readonly purse?: Partial<Purse>;
  readonly week?: Week;
}

interface Course {
  readonly title: string;
  readonly lessons: readonly { readonly title: string; readonly questions: readonly Asked[] }[];
}

let taught: Promise<Course> | null = null;

/** The program in this process, an account that people have in their phones, and the operator's command line. */
export class Office implements AsyncDisposable {
  readonly fake: FakeZaloOa;
  readonly database: TestDatabase;
  readonly week: Week;
  /** Of the cohort made last. */
  cohortId = "";
  readonly #env: Env;
  readonly #closing: readonly (() => unknown)[];
  readonly #folder: string;

  constructor(
    fake: FakeZaloOa,
    database: TestDatabase,
    week: Week,
    env: Env,
    folder: string,
    closing: readonly (() => unknown)[],
  ) {
    this.fake = fake;
    this.database = database;
    this.week = week;
    this.#env = env;
    this.#folder = folder;
    this.#closing = closing;
  }

  /** The operator's command line: what it prints with --json. */
  async hocvu<Answer = Record<string, unknown>>(...args: string[]): Promise<Answer> {
    const { code, stdout, stderr } = await this.tryHocvu(...args, "--json");
    if (code !== 0) throw new Error(`hocvu ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as Answer;
  }

  tryHocvu = (...args: string[]) => runNode(["bin/hocvu.mjs", ...args], this.#env);

  /** What `hocvu zalo-oa status` prints, once the running program has renewed the access token that a moved clock ended. */
  async standing(...options: string[]): Promise<string> {
    let told = "";
    const taken = async () => {
      const { code, stdout } = await this.tryHocvu("zalo-oa", "status", ...options);
      told = stdout;
      return code === 0;
    };
    await eventually("the platform takes the access token", taken);
    return told;
  }

  /** A cohort from Monday to Friday, 07:30, of these people; none of them has written yet. */
  async cohort<Members extends readonly Member[]>(...members: Members): Promise<{ [Each in keyof Members]: Visitor }> {
    const named = ["--name", "Lớp thử", "--course", "hoc-vu-so", "--start", this.week.monday, "--at", "07:30"];
    this.cohortId = String((await this.hocvu<{ id: number }>("cohort", "create", ...named)).id);
    const file = path.join(this.#folder, "roster.csv");
    const rows = members.map(({ name, phone = "" }) => `"${name}","UBND phường A",hoc_vien,${phone}`);
    writeFileSync(file, ["ho_ten,don_vi,vai_tro,dien_thoai", ...rows].join("\n"));
    await this.hocvu("roster", "import", file, "--cohort", this.cohortId);
    const bank = (await this.course()).lessons.flatMap(({ questions }) => questions);
    const { invites } = await this.hocvu<{ invites: { fullName: string; code: string; learnerId: number }[] }>(
      ...["roster", "invites", "--cohort", this.cohortId],
    );
    const visitors = members.map((member) => {
      const invite = invites.find(({ fullName }) => fullName === member.name)!;
      return visitorOf(this.fake, bank, { ...member, ...invite });
    });
    return visitors as { [Each in keyof Members]: Visitor };
  }

  /** The course that is taught, with all its answers: the same for each office, and long to read. */
  course(): Promise<Course> {
    taught ??= this.hocvu<{ courses: [Course] }>("lessons", "list", "--answers").then(({ courses }) => courses[0]);
    return taught;
  }

  clockTo = (moment: Moment) => this.hocvu("demo", "advance", "--to", this.week.instant(moment));

  /** So many days after the week's Monday; returns when everything that fell due on the way has its ending. */
  async dayTo(days: number, time: string): Promise<void> {
    await this.hocvu("demo", "advance", "--to", this.week.on(days, time));
    await this.settles();
  }

  /** The program has heard how many of the package's messages remain, and leaves twenty alone. */
  knowsAllowance(): Promise<void> {
    const bot = `zalo-oa:${this.fake.appId}`;
    const known = async () => {
      const [row] = await this.database.sql<{ left: number | null }[]>`
        select allowance_left as left from lanes where bot = ${bot}`;
      return row?.left === Math.max(0, this.fake.purse.allowance - 20);
    };
    return eventually("what the package has is known", known);
  }

  settles(): Promise<void> {
    const none = async () => {
      const [row] = await this.database.sql<{ n: number }[]>`
        select (select count(*) from inbox where state = 'waiting')
          + (select count(*) from deliveries where state in ('planned', 'queued', 'sending')) as n`;
      return row!.n === 0;
    };
    return eventually("nothing is under way any more", none);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing) await close();
  }
}

/** The token endpoint, at the same address. */
const tokensBy =
  (grants: FakeGrants): More =>
  async ({ method, path: asked, headers, body }) => {
    if (asked !== "/v4/oa/access_token") return null;
    const answer = await grants.handle({ method, path: asked, headers, body: Buffer.from(body).toString("utf8") });
    return answer === "cut" ? { kind: "cut" } : { kind: "answer", headers: {}, ...answer };
  };

const appSecret = "AppSecretOfTheStory";

const place = (name: string, maxLength = 100) => ({ name, require: true, maxLength });

/** A text that asks for everything there is. */
const approved = {
  text: "Chào Anh/Chị <ten>. <ten_khoa>: còn <so_bai> bài, bài tới là <ten_bai>.",
  params: [place("ten", 30), place("ten_khoa"), place("so_bai", 10), place("ten_bai")],
};

/** Opens one that has been allowed, with its webhook saved and every event on. */
export async function openOffice(terms: Terms = {}): Promise<Office> {
  const closing: (() => unknown)[] = [];
  try {
    return await open(terms, closing);
  } catch (error) {
    for (const close of closing) await close();
    throw error;
  }
}

async function open(terms: Terms, closing: (() => unknown)[]): Promise<Office> {
  // The platform lives in the demo's time as soon as there is one: its windows, its days and its tokens go by it.
  let now = realTimers.now;
  const grants = new FakeGrants({ appSecret, now: () => now() });
  const timers = { ...realTimers, now: () => now() };
  // A clock that jumps while an event is answered makes a fast answer slow: those are not posted again.
  const switches = { requestsPerMinute: 2000, retriesSlow: false };
  const fake = new FakeZaloOa({ tokens: grants, timers, switches, ...(terms.purse ? { purse: terms.purse } : {}) });
  if (terms.templateId !== undefined) fake.templates.make(terms.templateId, approved);
  const folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-story-"));
  closing.unshift(() => rmSync(folder, { recursive: true, force: true }));
  const server = await serveOa([fake], tokensBy(grants));
  closing.unshift(() => server[Symbol.asyncDispose]());
  const database = await freshDatabase({ max: 2 });
  closing.unshift(() => database.end());
  const env = { ...environment(fake, server.root, await freePort(), terms), DATABASE_URL: database.url };
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.problem);
  const machine = { ...machineEnv(), ...env };
  const connected = await runNode(["bin/hocvu.mjs", "zalo-oa", "connect"], machine, grants.grant().refresh);
  if (connected.code !== 0) throw new Error(`hocvu zalo-oa connect ended with ${connected.code}: ${connected.stderr}`);
  const log = pino({ level: "silent" });
  const running = await run(config.value, allRoles, log, openDatabase(config.value, log, 5));
  closing.unshift(() => running[Symbol.asyncDispose]());
  now = () => running.base.clock.now().getTime();
  await listens(fake, `${env.PUBLIC_URL}${config.value.oa!.webhookPath}`);
  return new Office(fake, database, terms.week ?? new Week(new Date()), machine, folder, closing);
}

function environment(fake: FakeZaloOa, root: string, port: number, { budgetVndPerMonth = 0, templateId }: Terms) {
  return {
    HOCVU_DEMO: "1",
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ZALO_OA_APP_ID: fake.appId,
    ZALO_OA_APP_SECRET: appSecret,
    ZALO_OA_SECRET_KEY: fake.secretKey,
    ZALO_OA_API_ROOT: root,
    ZALO_OA_OAUTH_ROOT: root,
    ZALO_OA_BUSINESS_API_ROOT: root,
    ZALO_OA_REQUESTS_PER_MINUTE: "2000",
    ZALO_OA_BUDGET_VND_PER_MONTH: String(budgetVndPerMonth),
    ZALO_OA_TEMPLATE_ID: templateId,
    HOCVU_SECRET_KEY: "0123456789abcdef".repeat(4),
  };
}

/** The console's page Webhook: the address, and each event. */
async function listens(fake: FakeZaloOa, hook: string): Promise<void> {
  if (!(await fake.webhooks.save(hook))) throw new Error(`the console does not take ${hook}`);
  const ours = ["oa_send_text", "user_received_message", "user_seen_message"];
  fake.webhooks.switchOn("user_send_text", "follow", "unfollow", "user_submit_info", "user_click_chatnow", ...ours);
}
