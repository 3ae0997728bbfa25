/**
 * What lies outside a supervisor's units must not change a byte of what the pages, forms and files of the dashboard answer.
 * So each request is made in two worlds, the whole one and one that never held anything else than what its person may see:
 * status, headers and bytes are compared, and of workbooks the cells. Besides, what lies outside is asked for as often as
 * what does not exist, and the answers are compared, too. Names are meant to confuse (see two-worlds/tree.ts).
 * HOCVU_SCOPE_PAIRS says how many pairs of who asks and what is asked about.
 */
import { sql } from "drizzle-orm";
import type { LightMyRequestResponse } from "fastify";
import { expect, inject, test } from "vitest";
import { openBoardBooks } from "#app/exporting/board-books.ts";
import { makeBook } from "#app/exporting/book.ts";
import { secretName } from "#app/exporting/exporting.ts";
import type { Db, Tx } from "#db/connect.ts";
import { readNamedFile, storeFile } from "#db/records/private-files.ts";
import type { FileId, LearnerId, UnitId } from "#domain/ids.ts";
import { addMinutes, type Zone } from "#domain/time.ts";
import { formToken, hashOf, linkPath } from "#http/dashboard/secrets.ts";
import { offerDashboard } from "#supervision/dashboard.ts";
import { drawing } from "../conversation/two-worlds/drawing.ts";
import { lay, now } from "../conversation/two-worlds/lay.ts";
import {
  type Draw,
  drawTree,
  type PersonRow,
  seenPart,
  supervisors,
  type Tree,
} from "../conversation/two-worlds/tree.ts";
import { freshDatabase, type TestDatabase } from "../setup/database.ts";
import { silent } from "../setup/log.ts";
import { cellsOf } from "../setup/workbook.ts";
import { type Browser, browserOf } from "./board.ts";
import { sampleServer } from "./sample.ts";

const pairs = Number(process.env.HOCVU_SCOPE_PAIRS ?? 300);
const asksPerActor = 40;
const zone = "Asia/Ho_Chi_Minh" as Zone;

/** A number that nothing has. */
const nowhere = 999_999;

/** What is asked about; null: all that they supervise. */
type Target = { readonly kind: "don-vi" | "lop"; readonly id: number } | null;

interface Ask {
  readonly path: string;
  /** What a form says; null: a page. */
  readonly form: Readonly<Record<string, string>> | null;
}

const page = (path: string): Ask => ({ path, form: null });
const named = (target: Target) => (target === null ? "" : `${target.kind}:${target.id}`);
const scoped = (target: Target, more: Readonly<Record<string, string>> = {}) => ({ "pham-vi": named(target), ...more });
const exported = (target: Target, dang: string): Ask => ({ path: "/dashboard/xuat", form: scoped(target, { dang }) });
const own = (target: Target) => (target === null ? "/dashboard" : `/dashboard/${target.kind}/${target.id}`);

/** What is answered about a unit, a cohort, or all of somebody's. */
const about: readonly ((target: Target, question: string) => Ask)[] = [
  (target, question) => page(`${own(target)}?${question}`),
  (target) => page(own(target)),
  (target) => page(`/dashboard/bai-hoc?pham-vi=${named(target)}`),
  (target) => page(`/dashboard/can-giup?pham-vi=${named(target)}`),
  (target) => ({ path: "/dashboard/nhac", form: scoped(target) }),
  (target) => exported(target, "csv"),
  (target) => exported(target, "json"),
  (target) => exported(target, "xlsx"),
];

const questions = [
  ...["don-vi=-ten", "don-vi=-dung", "nguoi=-bai-hoc", "nguoi=-hoat-dong&trang=2"],
  ...["thang=2026-03", "thang=2026-02"],
];

/** What is answered about nothing in particular. */
const lists = ["/dashboard/lop", "/dashboard/xuat", "/dashboard/viec"].map(page);

test(`what lies outside is as if it were not, over ${pairs} pairs`, { timeout: 3_600_000 }, async () => {
  const draw = drawing(inject("seed"));
  const different: string[] = [];
  const compare = (what: string, here: unknown, there: unknown) => {
    const [one, other] = [here, there].map((answer) => JSON.stringify(answer, null, 1));
    if (one !== other) different.push(`${what}\n— here:\n${one}\n— there:\n${other}`);
  };
  let asked = 0;
  for (let trees = 0; asked < pairs; trees++) {
    const tree = drawTree(draw);
    await using whole = await openSide(tree);
    for (const { person, lineages } of supervisors(tree).slice(0, 5)) {
      await using part = await openSide(seenPart(tree, lineages, person.id));
      const [here, there] = [await whole.inside(person.id), await part.inside(person.id)];
      for (let n = 0; n < asksPerActor && asked < pairs; n++, asked++) {
        const target = drawTarget(draw, tree);
        const kind = about[draw(about.length)]!;
        const question = questions[draw(questions.length)]!;
        const ask = draw(8) === 0 ? lists[draw(lists.length)]! : kind(target, question);
        const said = `tree ${trees}, person ${person.id}: ${JSON.stringify(ask)}`;
        const answer = await answerTo(here, ask);
        compare(said, answer, await answerTo(there, ask));
        if (target === null || lists.includes(ask) || isInside(target, tree, lineages)) continue;
        compare(`${said}, outside`, answer, await answerTo(here, kind({ ...target, id: nowhere }, question)));
        if (answer.status !== 404) different.push(`${said} is outside: ${answer.status}`);
      }
      const others = tree.people.filter(({ id, joined }) => id !== person.id && joined);
      const told = (what: string) => `tree ${trees}, person ${person.id}: ${what}`;
      await tryLinks(whole, here, others[draw(others.length)]!, tree, (what, one, other) =>
        compare(told(what), one, other),
      );
      await whole.forget();
    }
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(pairs);
});

function drawTarget(draw: Draw, { units }: Tree): Target {
  switch (draw(5)) {
    case 0:
      return null;
    case 1:
      return { kind: "lop", id: 1 + draw(3) };
    default:
      return { kind: "don-vi", id: units[draw(units.length)]!.id };
  }
}

function isInside({ kind, id }: NonNullable<Target>, { units, people }: Tree, lineages: readonly string[]): boolean {
  const seen = units.filter((unit) => lineages.some((lineage) => unit.lineage.startsWith(lineage)));
  const holds = (unit: number) => seen.some((one) => one.id === unit);
  if (kind === "don-vi") return holds(id);
  return people.some(({ cohort, posts }) => cohort === id && posts.some(({ unit }) => holds(unit)));
}

/** What a request is answered with; of a workbook that it made the cells, too. */
async function answerTo(browser: Browser, { path, form }: Ask) {
  const ma = formToken(browser.cookies.get("hocvu")!);
  const answer = form === null ? await browser.get(path) : await browser.post(path, { ma, ...form });
  const file = form?.dang === "xlsx" ? /\/dashboard\/tep\/\d+/.exec(answer.body)?.[0] : undefined;
  const cells = file === undefined ? null : await cellsOf((await browser.get(file)).rawPayload);
  return { ...shown(answer), cells };
}

/** All that an answer is, but for the time of day on this machine, and the numbers that files got. */
function shown({ statusCode, headers, body }: LightMyRequestResponse) {
  const same = { ...headers, date: null, "content-length": null };
  return { status: statusCode, headers: same, body: body.replaceAll(/\/dashboard\/tep\/\d+/g, "/dashboard/tep/…") };
}

/** Files and links of somebody else: guessed, passed on, used twice. */
async function tryLinks(
  side: Side,
  thief: Browser,
  owner: PersonRow,
  tree: Tree,
  compare: (what: string, one: unknown, other: unknown) => void,
): Promise<void> {
  const gets = async (browser: Browser, path: string) => shown(await browser.get(path));
  const rights = supervisors(tree).find(({ person }) => person.id === owner.id)?.lineages ?? [];
  for (const unit of tree.units.slice(0, 4)) {
    const sees = rights.some((lineage) => unit.lineage.startsWith(lineage));
    const { id, name } = await side.keep(owner.id, unit.id);
    const isThere = sees ? 200 : 404;
    compare(
      "a file of another's",
      await gets(thief, `/dashboard/tep/${id}`),
      await gets(thief, `/dashboard/tep/${nowhere}`),
    );
    const [stranger, missing] = [side.stranger(), secretName()];
    const first = await gets(stranger, `/files/${name}.xlsx`);
    compare("a file by its name", first.status, isThere);
    compare("a file fetched twice", first, await gets(stranger, `/files/${name}.xlsx`));
    const none = await gets(stranger, `/files/${missing}.xlsx`);
    if (!sees) compare("a file of more than its person sees", first, none);
    for (const guess of [`${name}.png`, `${name.slice(1)}A.xlsx`, `${name.toLowerCase()}.xlsx`, `${id}.xlsx`])
      compare("a guessed file", await gets(stranger, `/files/${guess}`), none);
    if (!sees && rights.length > 0) {
      const inside = await side.inside(owner.id);
      compare(
        "one's own file of more than one sees",
        await gets(inside, `/dashboard/tep/${id}`),
        await gets(inside, `/dashboard/tep/${nowhere}`),
      );
    }
  }
  await tryEntrance(side, thief, owner.id, rights.length > 0, compare);
}

/** A link that lets one browser in: looked at by others, pressed where another person is inside, and again. */
async function tryEntrance(
  side: Side,
  thief: Browser,
  owner: number,
  hasRight: boolean,
  compare: (what: string, one: unknown, other: unknown) => void,
): Promise<void> {
  const gets = async (browser: Browser, path: string) => shown(await browser.get(path));
  const unknown = linkPath("A".repeat(43));
  const useless = await gets(side.stranger(), unknown);
  const link = await side.link(owner);
  compare("a link where another is inside", await gets(thief, link), await gets(thief, unknown));
  compare("a link, looked at", await gets(side.stranger(), link).then(({ status }) => status), hasRight ? 200 : 404);
  if (!hasRight) return;
  const browser = side.stranger();
  const [ma, foreign] = [await browser.token(link), await side.stranger().token(link)];
  compare("a form of another browser's", (await browser.post(link, { ma: foreign })).statusCode, 403);
  compare("a link, pressed", (await browser.post(link, { ma })).statusCode, 303);
  compare("a link, looked at again", await gets(browser, link), useless);
  compare("a link, passed on after its use", await gets(side.stranger(), link), useless);
  const stolen = { ma: formToken(browser.cookies.get("hocvu")!), "pham-vi": "" };
  compare("a form of another's session", (await thief.post("/dashboard/nhac", stolen)).statusCode, 403);
}

/** A world with its dashboard and its files. */
interface Side extends AsyncDisposable {
  inside(person: number): Promise<Browser>;
  stranger(): Browser;
  /** Keeps a file that was made for a person and tells of a unit. */
  keep(person: number, unit: number): Promise<{ readonly id: FileId; readonly name: string }>;
  /** A new link into the dashboard; one of no use for who supervises nothing. */
  link(person: number): Promise<string>;
  /** Everything is as it was laid. */
  forget(): Promise<void>;
}

async function openSide(tree: Tree): Promise<Side> {
  const database = await freshDatabase({ max: 1 });
  await lay(database, tree);
  const held = await undoing(database);
  const books = openBoardBooks({
    db: held.db,
    clock: { now: () => now },
    zone,
    make: (order) => makeBook({ ...order, databaseUrl: database.url }),
    orders: () => 0,
    secretName,
    closing: new AbortController().signal,
    log: silent,
  });
  const app = sampleServer({
    dashboard: { db: held.db, now: () => now, zone, publicUrl: null, planned: async () => {}, books },
    files: { picture: async () => null, privateFile: (name) => readNamedFile(held.db, name, now) },
  });
  const stranger = () => browserOf(app, null);
  return {
    stranger,
    async inside(person) {
      const secret = `S${person}`.padEnd(43, "x");
      await held.db.execute(sql`
        insert into dashboard_sessions values (${hashOf(secret)}, ${person}, ${now}::timestamptz, ${now}::timestamptz) on conflict do nothing`);
      const browser = stranger();
      browser.cookies.set("hocvu", secret);
      return browser;
    },
    async keep(person, unit) {
      const name = secretName();
      const file = { name, kind: "xlsx", viewer: person as LearnerId, units: [unit as UnitId] } as const;
      const bytes = new TextEncoder().encode(`PK ${name}`);
      const id = await held.db.transaction((tx) => storeFile(tx, { ...file, bytes, expiresAt: addMinutes(now, 15) }));
      return { id, name };
    },
    async link(person) {
      const secret = `L${person}`.padEnd(43, "x");
      await held.db.transaction((tx) => offerDashboard(tx, person as LearnerId, hashOf(secret), now));
      return linkPath(secret);
    },
    forget: () => held.again(),
    async [Symbol.asyncDispose]() {
      await held.undo();
      await app.close();
      await database.end();
    },
  };
}

/** The database within one long transaction, which is taken back in the end. */
async function undoing({ db }: TestDatabase) {
  const undone = new Error("taken back");
  let current: Tx;
  let undo: () => Promise<void>;
  const begin = () =>
    new Promise<void>((begun, failed) => {
      const whole = db.transaction(async (tx) => {
        current = tx;
        await new Promise<void>((over) => {
          undo = async () => {
            over();
            await whole.catch((error) => {
              if (error !== undone) throw error;
            });
          };
          begun();
        });
        throw undone;
      });
      whole.catch((error) => error === undone || failed(error));
    });
  await begin();
  const inner = new Proxy({} as Db, {
    get: (_, name) => {
      const value = Reflect.get(current, name);
      return typeof value === "function" ? value.bind(current) : value;
    },
  });
  return {
    db: inner,
    undo: () => undo(),
    again: async () => {
      await undo();
      await begin();
    },
  };
}
