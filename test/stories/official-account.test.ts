import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { readConfig } from "#app/config.ts";
import { openDatabase } from "#app/database.ts";
import { freePort } from "#app/embedded/postmaster.ts";
import { allRoles } from "#app/roles.ts";
import { type Running, run } from "#app/run.ts";
import { FakeZaloOa } from "../fakes/zalo-oa/api.ts";
import { FakeGrants } from "../fakes/zalo-oa/grants.ts";
import { type More, serveOa } from "../fakes/zalo-oa/serve.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { eventually } from "../setup/eventually.ts";
import { Week } from "./calendar.ts";
import { runNode } from "./program.ts";
import { type Asked, questionIn, reply } from "./quiz.ts";
import { machineEnv } from "./stage.ts";

const lan = "7300114455667788991";

/** The program in this process, an account with a phone on it, and the operator's command line. */
class Office implements AsyncDisposable {
  readonly fake: FakeZaloOa;
  readonly database: TestDatabase;
  readonly week = new Week(new Date());
  readonly #env: Record<string, string | undefined>;
  readonly #closing: AsyncDisposable[];
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "hocvu-story-"));
  #bank: readonly Asked[] = [];
  #read = 0;

  constructor(
    fake: FakeZaloOa,
    database: TestDatabase,
    env: Record<string, string | undefined>,
    closing: AsyncDisposable[],
  ) {
    this.fake = fake;
    this.database = database;
    this.#env = env;
    this.#closing = closing;
  }

  async hocvu<Answer>(...args: string[]): Promise<Answer> {
    const { code, stdout, stderr } = await runNode(["bin/hocvu.mjs", ...args, "--json"], this.#env);
    if (code !== 0) throw new Error(`hocvu ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as Answer;
  }

  /** A cohort of one; answers her invite's code and her number. */
  async cohort(): Promise<{ code: string; learnerId: number }> {
    const named = ["--name", "Lớp thử", "--course", "hoc-vu-so", "--start", this.week.monday, "--at", "07:30"];
    const { id } = await this.hocvu<{ id: number }>("cohort", "create", ...named);
    const file = path.join(this.#folder, "roster.csv");
    writeFileSync(
      file,
      'ho_ten,don_vi,vai_tro,dien_thoai\n"Nguyễn Thị Lan","UBND phường A",hoc_vien,+84 912 000 000\n',
    );
    await this.hocvu("roster", "import", file, "--cohort", String(id));
    const told = await this.hocvu<{ courses: { lessons: { questions: Asked[] }[] }[] }>("lessons", "list", "--answers");
    this.#bank = told.courses.flatMap(({ lessons }) => lessons.flatMap(({ questions }) => questions));
    const { invites } = await this.hocvu<{ invites: { code: string; learnerId: number }[] }>(
      ...["roster", "invites", "--cohort", String(id)],
    );
    return invites[0]!;
  }

  clockTo = (moment: Parameters<Week["instant"]>[0]) =>
    this.hocvu("demo", "advance", "--to", this.week.instant(moment));

  /** The next message in Lan's chat is this one. */
  async receives(pattern: RegExp): Promise<string> {
    const messages = () => this.fake.sent(lan).filter(({ text }) => !text.startsWith("Bản tin"));
    await eventually(`Lan receives ${pattern}`, () => messages().length > this.#read, 20_000);
    const { text } = messages()[this.#read]!;
    this.#read += 1;
    expect(text).toMatch(pattern);
    return text;
  }

  /** Answers the question shown last: by its button where it has one, else typed; says which. */
  async answers(how: "right" | "wrong", typed = false): Promise<"tapped" | "typed"> {
    const { text } = this.fake.sent(lan).findLast((message) => /^Câu \d+\/\d+[.,]/m.test(message.text))!;
    const said = reply(text, questionIn(text, this.#bank), how === "right");
    const taps =
      !typed &&
      this.fake
        .sent(lan)
        .at(-1)!
        .buttons.some(({ title }) => title === said);
    if (taps) await this.fake.tap(lan, said);
    else await this.fake.say(lan, said.toLowerCase());
    return taps ? "tapped" : "typed";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#closing.reverse()) await one[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
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

async function openOffice(): Promise<Office> {
  const grants = new FakeGrants({ appSecret: "AppSecretOfTheStory" });
  const fake = new FakeZaloOa({ tokens: grants });
  const server = await serveOa([fake], tokensBy(grants));
  const database = await freshDatabase({ max: 2 });
  const port = await freePort(null);
  const env = {
    DATABASE_URL: database.url,
    HOCVU_DEMO: "1",
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ZALO_OA_APP_ID: fake.appId,
    ZALO_OA_APP_SECRET: "AppSecretOfTheStory",
    ZALO_OA_SECRET_KEY: fake.secretKey,
    ZALO_OA_API_ROOT: server.root,
    ZALO_OA_OAUTH_ROOT: server.root,
    ZALO_OA_REQUESTS_PER_MINUTE: "2000",
    HOCVU_SECRET_KEY: "0123456789abcdef".repeat(4),
  };
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.problem);
  fake.switches.requestsPerMinute = 2000;
  const log = pino({ level: "silent" });
  const machine = { ...machineEnv(), ...env };
  const connected = await runNode(["bin/hocvu.mjs", "zalo-oa", "connect"], machine, grants.grant().refresh);
  expect(connected).toMatchObject({ code: 0 });
  const running: Running = await run(config.value, allRoles, log, openDatabase(config.value, log, 5));
  const hook = `${env.PUBLIC_URL}${config.value.oa!.webhookPath}`;
  expect(await fake.webhooks.save(hook)).toBe(true);
  const ours = ["oa_send_text", "user_received_message", "user_seen_message"];
  fake.webhooks.switchOn("user_send_text", "follow", "unfollow", "user_submit_info", "user_click_chatnow", ...ours);
  return new Office(fake, database, machine, [database, server, running]);
}

test("a day on the Official Account, from the code to the streak", { timeout: 180_000 }, async () => {
  await using office = await openOffice();
  const { fake } = office;
  const { code, learnerId } = await office.cohort();

  await fake.follow(lan);
  await office.receives(/^Chào Anh\/Chị\. Đây là Học Vụ.*trả lời tự động/);
  await office.receives(/^Anh\/Chị chưa có mã\?\n/); // the card
  await fake.clickChatNow(lan);
  await fake.submitInfo(lan, { name: "Lan", phone: "84912000000" });
  await office.receives(/Nếu số này có trong danh sách/);
  expect(await office.hocvu("status")).toMatchObject({ phonesUntold: [{ learnerId }] });
  await fake.say(lan, code);
  await office.receives(/^Chào Anh\/Chị Lan.*đồng ý không/s);
  await fake.tap(lan, "Đồng ý", { times: 2 });
  await office.receives(/đã vào lớp/);

  // Who has been silent for a week is written to again once they turn to the account.
  await office.clockTo("mon 06:30");
  await fake.say(lan, "Tiến độ");
  await office.receives(/Điểm: 0/);
  await office.clockTo("mon 07:30");
  await office.receives(/^Bài 1\/60\..*Câu 1\/3\./s);
  await fake.sees(lan);
  const ways = [await office.answers("right")];
  await office.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3\./s);
  ways.push(await office.answers("wrong", true));
  await office.receives(/^Chưa đúng\..*trở lại một lần.*Câu 3\/3\./s);
  ways.push(await office.answers("right"));
  await office.receives(/^Chính xác! \+10 điểm\..*Câu 2\/3, gặp lại\./s);
  ways.push(await office.answers("right"));
  await office.receives(/^Chính xác! \+4 điểm\..*Đúng ngay lần đầu: 2\/3.*Điểm hôm nay: 29\..*Chuỗi ngày học: 1 ngày/s);
  expect(ways).toContain("tapped");
  expect(ways).toContain("typed");

  await fake.say(lan, "Tiến độ"); // the account's menu
  await office.receives(/Điểm: 29/);
  await office.clockTo("tue 07:30");
  await office.receives(/^Bài 2\/60\./);
  await fake.say(lan, "Bài hôm nay");
  await office.receives(/^Bài 2\/60\./);

  expect(await office.hocvu("learner", "show", String(learnerId))).toMatchObject({
    ...{ points: 29, lessonsCompleted: 1, streak: { current: 1 }, answers: { right: 2, wrong: 1 } },
    channels: [{ channel: "zalo-oa", state: "active" }],
  });
  expect(await office.hocvu("status")).toMatchObject({ deliveries: { failed: 0, cancelled: 0, unknown: 0 } });
  expect(fake.sent(lan).map(({ quotaType }) => quotaType)).toEqual([
    "welcome_msg",
    "welcome_msg",
    ...fake
      .sent(lan)
      .slice(2)
      .map(() => "reply"),
  ]);
  expect(fake.calls.every(({ code }) => code === 0)).toBe(true);
  // Echoes and receipts were answered and never stored; the tap that came twice was stored once.
  const [{ stored } = { stored: 0 }] = await office.database.sql<
    { stored: number }[]
  >`select count(*)::int as stored from inbox where bot = ${`zalo-oa:${fake.appId}`}`;
  expect(fake.webhooks.delivered.every(({ status }) => status === 200)).toBe(true);
  const written = fake.webhooks.delivered.filter(({ name }) => !/^oa_send|received|seen/.test(name)).length;
  expect(stored).toBe(written - 1);
});
