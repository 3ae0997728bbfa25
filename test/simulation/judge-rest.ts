import { sql } from "drizzle-orm";
import { countsOf, type Progress } from "./progress.ts";
import type { Tables } from "./tables.ts";
import type { History, Simulated } from "./world.ts";

/** Promises 6 (what the outage book says), 7 and 9. */
export async function judgeRest(world: Simulated, tables: Tables): Promise<string[]> {
  return [
    ...judgeOutages(world.history, tables),
    ...judgeCorrections(world.history, tables),
    ...judgeProgress(world.history),
    ...judgeNames(world.history),
    ...(await judgeErasures(world)),
  ];
}

const minute = 60_000;

/** Every absence of more than half an hour is in the book, and nothing else is. */
function judgeOutages({ absences, endedAt }: History, { outages, deliveries }: Tables): string[] {
  const wrong: string[] = [];
  const say = (from: number, to: number) => `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  for (const { what, from, to } of absences) {
    const end = Math.min(to, endedAt);
    if (end - from < 40 * minute) continue;
    const noted = covered(
      outages
        .filter((row) => row.what === what || row.what === "program")
        .map((row) => [row.from.getTime(), row.to.getTime()]),
      from,
      end,
    );
    if (noted < end - from - 8 * minute)
      wrong.push(
        `6: ${what} was away from ${say(from, end)}, and the book knows ${Math.round(noted / minute)} minutes of it`,
      );
  }
  for (const { what, from, to } of outages) {
    const really = covered(
      absences.filter((one) => one.what === what || one.what === "program").map((one) => [one.from, one.to]),
      from.getTime(),
      to.getTime(),
    );
    if (really < to.getTime() - from.getTime() - 10 * minute)
      wrong.push(
        `6: the book says that ${what} was away from ${say(from.getTime(), to.getTime())}, and it was for ${Math.round(really / minute)} minutes`,
      );
  }
  const reoffers = new Map<number | null, number>();
  for (const row of deliveries)
    if (row.kind === "reoffer") reoffers.set(row.learner, (reoffers.get(row.learner) ?? 0) + 1);
  for (const [learner, times] of reoffers)
    if (times > outages.length)
      wrong.push(`6: learner ${learner} was offered ${times} questions again after ${outages.length} outages`);
  return wrong;
}

/** Who was shown the lesson as it was is told once what is right, as soon as they can be; nobody else is. */
function judgeCorrections({ corrected, endedAt }: History, { deliveries, reachable, shownFirst }: Tables): string[] {
  const wrong: string[] = [];
  const rows = deliveries.filter(({ kind }) => kind === "correction");
  const [at] = corrected;
  for (const { id, learner } of rows) {
    const shown = shownFirst.find((one) => one.learner === learner);
    if (shown === undefined || shown.corrected)
      wrong.push(`correction ${id} is for ${learner}, who was shown nothing wrong`);
    if (rows.some((other) => other.id !== id && other.learner === learner))
      wrong.push(`${learner} has two corrections`);
  }
  for (const { learner, corrected: right } of shownFirst) {
    if (right || !reachable.has(learner) || at === undefined || at > endedAt) continue;
    const row = rows.find((one) => one.learner === learner);
    if (row === undefined || row.state === "cancelled")
      wrong.push(`learner ${learner} was shown what was wrong and is not told (${row?.reason ?? "nothing planned"})`);
  }
  return wrong;
}

/** How much of the time between `from` and `to` any of the gaps covers; what two cover counts once. */
function covered(gaps: readonly (readonly [number, number])[], from: number, to: number): number {
  let sum = 0;
  let until = from;
  for (const [begins, ends] of gaps.toSorted(([a], [b]) => a - b)) {
    const [first, last] = [Math.max(begins, until), Math.min(ends, to)];
    if (last <= first) continue;
    sum += last - first;
    until = last;
  }
  return sum;
}

function judgeProgress({ progress }: History): string[] {
  return progress.flatMap(({ inbox, asked, reply, expected }) => {
    const said = figuresIn(reply);
    if (expected === null) {
      const refused = /Không có lớp hoặc đơn vị nào như vậy|Lệnh này dành cho/.test(reply);
      return refused || reply === "" || /chưa tham gia|chỉ bắt đầu khi/.test(reply)
        ? []
        : [`7: "${asked}" (update ${inbox}) was answered with ${reply}`];
    }
    const wanted = inWords(expected);
    return JSON.stringify(said) === JSON.stringify(wanted)
      ? []
      : [`7: "${asked}" (update ${inbox}): said ${JSON.stringify(said)}, it is ${JSON.stringify(wanted)}`];
  });
}

const labels = {
  people: /Học viên: (.*)/,
  today: /Học xong hôm nay: (.*)/,
  active: /Có nhắn hoặc bấm trong 7 ngày: (.*)/,
  completion: /Bài đã học xong so với bài đã giao: (.*)/,
  score: /Trả lời đúng ngay lần đầu: (.*)/,
};

const figuresIn = (text: string) =>
  Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, label.exec(text)?.[1] ?? null]));

/** A share of a few hundred is no nearer to a half than that, unless it is one. */
const percent = (share: number) => `${String(Math.floor(share * 1000 + 0.5 + 1e-6) / 10).replace(".", ",")}%`;

const inWords = (figures: Progress) => ({
  people: `${figures.learners}, đã tham gia ${figures.joined}`,
  today: String(figures.completedToday),
  active: String(figures.active7d),
  completion: percent(figures.completionRate),
  score: percent(figures.averageScore),
});

/** A supervisor is told of nobody and nothing beside their own unit. */
function judgeNames({ people, school }: History): string[] {
  const wrong: string[] = [];
  const inside = (unit: string) => unit === school.supervised || unit.startsWith(`${school.supervised} / `);
  for (const person of people.filter(({ supervisor }) => supervisor)) {
    for (const { line, address } of person.chats) {
      for (const { text } of line.fake.sent(address)) {
        const aboutOthers = /^(Bản tin|Tiến độ|Chưa học|Đã gửi lời nhắc|Không có ai)/.test(text);
        if (!aboutOthers) continue;
        const stranger = people.find((other) => !inside(other.unit) && text.includes(other.fullName));
        if (stranger !== undefined || /Sở Đông|Phòng Ba/.test(text))
          wrong.push(`7: ${person.fullName} was told: ${text}`);
      }
    }
  }
  return wrong;
}

async function judgeErasures({ db, history }: Simulated): Promise<string[]> {
  const wrong: string[] = [];
  if (history.erasures.length === 0) return wrong;
  const columns = await db.execute<{ table_name: string; column_name: string }>(sql`
    select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json', 'character varying', 'ARRAY')`);
  for (const { person, before, addresses, at } of history.erasures) {
    const after = await countsOf(db, person.learner, true);
    if (JSON.stringify(after) !== JSON.stringify(before))
      wrong.push(`9: the counts of ${person.fullName} were ${JSON.stringify(before)} and are ${JSON.stringify(after)}`);
    const wroteLater = history.stored.some(
      (stored) => stored.at > at && person.chats.some((chat) => JSON.stringify(stored.body).includes(chat.address)),
    );
    const traces = [person.fullName, person.phone, person.email, ...(wroteLater ? [] : addresses)];
    for (const { table_name: table, column_name: column } of columns) {
      for (const trace of traces) {
        const found = await db.execute(
          sql`select 1 from ${sql.identifier(table)} where ${sql.identifier(column)}::text like ${`%${trace}%`} limit 1`,
        );
        if (found.length > 0) wrong.push(`9: "${trace}" of someone erased stands in ${table}.${column}`);
      }
    }
  }
  return wrong;
}
