import { sql } from "drizzle-orm";
import type { Db } from "#db/connect.ts";

/** What the program says it did: the rows the oracles hold against what really happened. */
export interface Tables {
  readonly deliveries: readonly DeliveryRow[];
  readonly answers: readonly AnswerRow[];
  readonly attempts: readonly AttemptRow[];
  readonly outages: readonly { readonly what: string; readonly from: Date; readonly to: Date }[];
  readonly pauses: readonly { readonly learner: number; readonly from: string; readonly to: string }[];
  readonly kept: readonly { readonly learner: number; readonly day: string }[];
  readonly points: readonly { readonly learner: number; readonly points: number }[];
  readonly people: readonly PersonRow[];
  /** The digest of each update's key, by the update's id. */
  readonly keys: ReadonlyMap<number, { readonly bot: string; readonly digest: string }>;
  /** Who first saw the lesson that was corrected: as it was, or as it is. */
  readonly shownFirst: readonly { readonly learner: number; readonly corrected: boolean }[];
  /** Who has a chat that is open to us, and does not pause on the day after the last. */
  readonly reachable: ReadonlySet<number>;
  readonly unhandled: readonly { readonly id: number; readonly state: string; readonly error: string | null }[];
}

export interface DeliveryRow {
  readonly id: number;
  readonly kind: "lesson" | "reminder" | "nudge" | "reoffer" | "correction" | "digest" | "announcement" | "reply";
  readonly state: string;
  readonly reason: string | null;
  readonly unknowns: number;
  readonly learner: number | null;
  readonly cohort: number | null;
  readonly day: string | null;
  readonly due: Date;
  readonly inbox: number | null;
}

export interface AnswerRow {
  readonly id: number;
  readonly attempt: number;
  readonly learner: number;
  /** As lessons are named in a simulated course: "K1L3Q2". */
  readonly question: string;
  readonly comeback: boolean;
  readonly right: boolean;
  /** Indexes of options as written, or the typed text. */
  readonly chosen: readonly number[] | string;
  readonly at: Date;
  readonly inbox: number | null;
}

export interface AttemptRow {
  readonly id: number;
  readonly learner: number;
  readonly asked: number;
  readonly completedDay: string | null;
  readonly score: number | null;
}

export interface PersonRow {
  readonly id: number;
  readonly erased: boolean;
  readonly pushTime: string | null;
  readonly joined: string | null;
  readonly bots: readonly string[];
}

/** @param lastDay YYYY-MM-DD */
export async function readTables(db: Db, lastDay: string): Promise<Tables> {
  const all = async <Row>(query: ReturnType<typeof sql>): Promise<Row[]> => [
    ...((await db.execute(query)) as unknown as Row[]),
  ];
  const keys = await all<{ id: number; bot: string; digest: string }>(
    sql`select id, bot, update_key as digest from inbox`,
  );
  return {
    deliveries: await all<DeliveryRow>(sql`
      select id, kind, state, reason, unknowns, learner_id as learner, cohort_id as cohort, study_day as day, due_at as due,
        inbox_id as inbox from deliveries order by id`),
    answers: await all<AnswerRow>(sql`
      select r.id, r.attempt_id as attempt, a.learner_id as learner, r.comeback, r."right" as right, r.answered_at as at,
        r.inbox_id as inbox, r.chosen,
        upper(split_part(a.lesson_id, '-', 1) || split_part(a.lesson_id, '-', 2)) || 'Q' || (r.question + 1) as question
      from answers r join attempts a on a.id = r.attempt_id order by r.id`),
    attempts: await all<AttemptRow>(sql`
      select id, learner_id as learner, questions as asked, completed_day as "completedDay", score from attempts order by id`),
    outages: await all(sql`select what, from_at as from, to_at as to from outages order by from_at, id`),
    pauses: await all(sql`select learner_id as learner, from_day as from, to_day as to from pauses`),
    kept: await all(sql`select learner_id as learner, day from streak_days`),
    points: await all(sql`select learner_id as learner, sum(points)::int as points from points_ledger group by 1`),
    people: await all<PersonRow>(sql`
      select p.id, p.erased_at is not null as erased, left(p.push_time::text, 5) as "pushTime", e.joined_day as joined,
        array(select distinct bot from chats where learner_id = p.id) as bots
      from people p join enrolments e on e.learner_id = p.id order by p.id`),
    keys: new Map(keys.map(({ id, ...rest }) => [id, rest])),
    shownFirst: await all(sql`
      select a.learner_id as learner, w.correction_id is not null as corrected from attempts a
      join lesson_versions w on w.id = a.lesson_version_id where a.lesson_id in (select lesson_id from corrections)`),
    reachable: new Set(
      (
        await all<{ id: number }>(sql`
          select p.id from people p where p.erased_at is null
            and exists (select 1 from chats h where h.learner_id = p.id and h.state = 'active')
            and not exists (select 1 from pauses z where z.learner_id = p.id and z.to_day > ${lastDay}::date)`)
      ).map(({ id }) => id),
    ),
    unhandled: await all(sql`select id, state, error from inbox where state <> 'done'`),
  };
}

/** What tells the lessons of a world from those of all others, also from those of the same seed. */
const ownName = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** A digest of all rows of each table that has any. */
export async function digestRows(db: Db): Promise<Record<string, string>> {
  const tables = await db.execute<{ name: string }>(sql`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`);
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const text = `regexp_replace(t::text, '${ownName}', '', 'g')`;
    const rows = sql.raw(`select md5(string_agg(${text}, E'\\n' order by ${text})) as digest from ${name} t`);
    const [row] = await db.execute<{ digest: string | null }>(rows);
    if (row!.digest !== null) digests[name] = row!.digest;
  }
  return digests;
}
