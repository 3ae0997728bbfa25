import { randomBytes } from "node:crypto";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { openBoardBooks } from "#app/exporting/board-books.ts";
import { type BookOrder, type MadeBook, makeBook } from "#app/exporting/book.ts";
import { secretName } from "#app/exporting/exporting.ts";
import type { CohortId, LearnerId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import type { DashboardDeps } from "#http/dashboard/board.ts";
import { hashOf, linkPath, newSecret } from "#http/dashboard/secrets.ts";
import { offerDashboard } from "#supervision/dashboard.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCourse, publish } from "../setup/school.ts";
import { cohort, ids, importText, join, monday } from "../supervision/world.ts";
import { sampleServer } from "./sample.ts";

export const host = "127.0.0.1:3000";

/** A province with two communes, one of them divided, and a district beside it that is nobody's business. */
const roster = `ho_ten,don_vi,vai_tro,chuc_danh
Chủ tịch,Tỉnh,quan_ly,Chủ tịch
Ân,Tỉnh / Xã A,quan_ly,Bí thư
An,Tỉnh / Xã A / Thôn 1,,
Ánh,Tỉnh / Xã A,,Kế toán
Bình,Tỉnh / Xã B,quan_ly,
Dũng,Tỉnh / Xã B,,Văn thư
Khác,Huyện,quan_ly,
Người lạ,Huyện,,
`;

export interface BoardWorld extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  readonly deps: DashboardDeps;
  readonly people: Readonly<Record<string, LearnerId>>;
  readonly units: Readonly<Record<string, number>>;
  readonly cohort: CohortId;
  now: Date;
  /** How workbooks are made; a test may come between. */
  makes: (order: Omit<BookOrder, "databaseUrl">) => Promise<MadeBook>;
  readonly log: ReturnType<typeof recordingLog>;
  /** How often somebody was told that messages were planned. */
  told: number;
  /** The path of a new link of the person's. */
  link(name: string): Promise<string>;
  /** A browser of the person's, let in. */
  enter(name: string): Promise<Browser>;
  /** A browser that nobody let in. */
  stranger(): Browser;
  /** A browser of any person's, let in without a link. */
  inside(person: number): Promise<Browser>;
  /** A completed lesson with first tries, right or wrong. */
  completes(name: string, lesson: number, day: string, tries: readonly boolean[]): Promise<void>;
}

/** A browser as far as cookies and the origins of forms go. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** The hidden field of the page's first form. */
  token(url: string): Promise<string>;
}

/**
 * A school with a dashboard, on a Monday at 09:00, some of whose people have joined.
 * @param patience how long a request waits for its workbook
 */
export async function boardWorld(more: Partial<DashboardDeps> = {}, patience?: number): Promise<BoardWorld> {
  const database = await freshDatabase();
  const { db } = database;
  await publish(db, makeCourse("an-toan", 10), monday);
  const first = await cohort(db);
  await importText(db, roster, { cohort: first });
  const people = await ids(db);
  for (const name of ["Chủ tịch", "Ân", "An", "Ánh", "Dũng", "Khác", "Người lạ"]) await join(db, people[name]!);
  const named = await database.sql<{ id: number; path: string }[]>`select id, path from units`;
  const log = recordingLog();
  let orders = 0;
  const books = openBoardBooks(
    {
      db,
      clock: { now: () => world.now },
      zone: "Asia/Ho_Chi_Minh" as Zone,
      make: (order) => {
        orders++;
        return world.makes(order).finally(() => orders--);
      },
      orders: () => orders,
      secretName,
      closing: new AbortController().signal,
      log,
    },
    patience,
  );
  const deps: DashboardDeps = {
    db,
    now: () => world.now,
    zone: "Asia/Ho_Chi_Minh" as Zone,
    publicUrl: null,
    planned: async () => void world.told++,
    books,
    ...more,
  };
  const app = sampleServer({ dashboard: deps });
  const world: BoardWorld = {
    database,
    app,
    deps,
    people,
    units: Object.fromEntries(named.map(({ id, path }) => [path, id])),
    cohort: first,
    now: monday,
    told: 0,
    makes: (order) => makeBook({ ...order, databaseUrl: database.url }),
    log,
    async link(name) {
      const secret = randomBytes(32).toString("base64url");
      await db.transaction((tx) => offerDashboard(tx, people[name]!, hashOf(secret), world.now));
      return linkPath(secret);
    },
    async enter(name) {
      const browser = world.stranger();
      const link = await world.link(name);
      const entered = await browser.post(link, { ma: await browser.token(link) });
      if (entered.statusCode !== 303) throw new Error(`${name} was not let in: ${entered.statusCode}`);
      return browser;
    },
    stranger: () => browserOf(app, deps.publicUrl),
    async inside(person) {
      const browser = world.stranger();
      const secret = newSecret();
      await database.sql`insert into dashboard_sessions values (${hashOf(secret)}, ${person}, ${world.now}, ${world.now})`;
      browser.cookies.set("hocvu", secret);
      return browser;
    },
    async completes(name, lesson, day, tries) {
      const at = new Date(`${day}T02:00:00Z`);
      const [attempt] = await database.sql`
        insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at, completed_at, completed_day)
        select ${people[name]!}, lesson_id, id, ${first}, ${tries.length}, ${at}, ${at}, ${day}
        from lesson_versions where lesson_id = ${`an-toan-${lesson}`} returning id`;
      await database.sql`insert into streak_days (learner_id, day, by) values (${people[name]!}, ${day}, 'lesson') on conflict do nothing`;
      for (const [question, right] of tries.entries())
        await database.sql`insert into answers ${database.sql({ attempt_id: attempt!.id, question, comeback: false, right, answered_at: at })}`;
    },
    async [Symbol.asyncDispose]() {
      await books[Symbol.asyncDispose]();
      await app.close();
      await database.end();
    },
  };
  return world;
}

/** @param publicUrl null: the server is at this machine alone */
export function browserOf(app: FastifyInstance, publicUrl: string | null): Browser {
  const cookies = new Map<string, string>();
  const at = publicUrl === null ? host : new URL(publicUrl).host;
  const ask = async (options: InjectOptions & { headers: Record<string, string> }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await app.inject({ ...options, headers: { host: at, cookie, ...options.headers } });
    for (const { name, value } of answer.cookies as { name: string; value: string }[])
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    return answer;
  };
  const get: Browser["get"] = (url, headers = {}) => ask({ method: "GET", url, headers });
  return {
    cookies,
    get,
    post: (url, form, headers = {}) =>
      ask({
        method: "POST",
        url,
        payload: new URLSearchParams(form).toString(),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          origin: publicUrl === null ? `http://${host}` : new URL(publicUrl).origin,
          ...headers,
        },
      }),
    token: async (url) => /name="ma" value="([^"]+)"/.exec((await get(url)).body)?.[1] ?? "",
  };
}
