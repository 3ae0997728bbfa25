import { type SQL, sql } from "drizzle-orm";
import type { BotKey, ExerciseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { ChatAddress } from "#domain/message.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { Tx } from "../connect.ts";
import { isUnheard } from "../delivery/windows.ts";
import { storableText } from "../json.ts";
import { type Breadth, completed, lookedUp } from "../learning/unfinished.ts";

export type LearnerState = "invited" | "active" | "paused" | "unreachable" | "completed" | "erased";

/** The day of an instant where the person `p` learns: in the zone of their unfinished cohort, else of any they were in. */
export const dayOf = (instant: SQL): SQL => sql`(${instant} at time zone (
  select home_c.zone from enrolments home_e join cohorts home_c on home_c.id = home_e.cohort_id where home_e.learner_id = p.id
  order by (home_e.left_at is null and home_e.next_lesson_id is not null) desc, home_e.left_at is null desc, home_e.id limit 1))::date`;

/**
 * The state of the person `p` of the surrounding query at `now`: one rule for every list and report.
 * @param of how many the query is about: see `Breadth`
 */
export const learnerState = (now: Date, of: Breadth = "many"): SQL<LearnerState> => sql`case
  when p.erased_at is not null then 'erased'
  when p.agreed_at is null or not exists (select 1 from chats h where h.learner_id = p.id) then 'invited'
  when exists (select 1 from pauses z where z.learner_id = p.id and ${dayOf(sql`${now}::timestamptz`)} between z.from_day and z.to_day) then 'paused'
  when not exists (select 1 from chats h where h.learner_id = p.id and h.state = 'active' ${lookedUp(of)}) then 'unreachable'
  when not exists (select 1 from enrolments e where e.learner_id = p.id and e.left_at is null and e.next_lesson_id is not null
    ${lookedUp(of)}) then 'completed'
  when ${isUnheard(sql`p.id`, now)} then 'unreachable'
  else 'active' end`;

export interface LockedLearner {
  readonly id: LearnerId;
  /** "" once erased. */
  readonly fullName: string;
  readonly agreed: boolean;
  readonly erased: boolean;
  /** Their own push time; null: the cohort's. */
  readonly pushTime: LocalTime | null;
  /** The exercise shown to them last; null: a lesson was shown since. */
  readonly currentExerciseId: ExerciseId | null;
}

const person = sql`
  select id, coalesce(full_name, '') as "fullName", agreed_at is not null as agreed, erased_at is not null as erased,
  left(push_time::text, 5) as "pushTime", current_exercise_id as "currentExerciseId" from people`;

/** Locks the person's row, so that all they do happens one after another. Null when there is none. */
export async function lockLearner(tx: Tx, learner: LearnerId): Promise<LockedLearner | null> {
  const [row] = await tx.execute<LockedLearner & Record<string, unknown>>(
    sql`${person} where id = ${learner} for no key update`,
  );
  return row ?? null;
}

/** The same, for whoever the chat belongs to. Null for a stranger's. */
export async function lockOwner(tx: Tx, { bot, chat }: ChatAddress): Promise<LockedLearner | null> {
  const [row] = await tx.execute<LockedLearner & Record<string, unknown>>(sql`
    ${person} where id = (select learner_id from chats where bot = ${bot} and address = ${storableText(chat)})
    for no key update`);
  return row ?? null;
}

/** They wrote at `at`; an older instant changes nothing. */
export async function noteActive(tx: Tx, learner: LearnerId, at: Date): Promise<void> {
  await tx.execute(sql`
    update people set last_active_at = greatest(last_active_at, ${at}::timestamptz) where id = ${learner} and erased_at is null`);
}

export async function markAgreed(tx: Tx, learner: LearnerId, now: Date): Promise<void> {
  await tx.execute(sql`update people set agreed_at = ${now}::timestamptz where id = ${learner} and agreed_at is null`);
}

export async function setOwnPushTime(tx: Tx, learner: LearnerId, time: LocalTime): Promise<void> {
  await tx.execute(sql`update people set push_time = ${time}::time where id = ${learner}`);
}

/** Someone who came by a cohort's code, in the unit they named, or in what it has become meanwhile. */
export async function insertPerson(
  tx: Tx,
  person: { readonly fullName: string; readonly nameKey: string; readonly unitId: UnitId },
  now: Date,
): Promise<LearnerId> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('hocvu.units'))`);
  const [row] = await tx.execute<{ id: LearnerId }>(sql`
    with recursive heirs as (
      select id, parent_id, ended_at from units where id = ${person.unitId}
      union all select u.id, u.parent_id, u.ended_at from heirs h join units u on u.id = h.parent_id where h.ended_at is not null
    ), person as (
      insert into people (full_name, name_key, created_at)
      values (${person.fullName}, ${person.nameKey}, ${now}::timestamptz) returning id),
    post as (insert into posts (person_id, unit_id, role, since) 
      select person.id, heirs.id, 'learner', ${now}::timestamptz from person, heirs where heirs.ended_at is null)
    select id from person`);
  return row!.id;
}

export interface LearnerCard {
  readonly id: LearnerId;
  /** Null once erased. */
  readonly fullName: string | null;
  /** The path of their main post's unit; null for who holds no post. */
  readonly unit: string | null;
  readonly role: "learner" | "supervisor";
  readonly state: LearnerState;
  readonly points: number;
  readonly lessonsCompleted: number;
  /** A placement showed that they need not take these. */
  readonly lessonsSkipped: number;
  /** First tries of questions asked in lessons. */
  readonly answers: { readonly right: number; readonly wrong: number };
  readonly lastActiveDate: LocalDate | null;
  /** Their own push time; null: the cohort's. */
  readonly pushTime: LocalTime | null;
  readonly channels: readonly { readonly bot: BotKey; readonly state: "active" | "blocked" }[];
}

/** Everything but the streak, which is worked out; null when there is no such person. */
export async function readCard(tx: Tx, learner: LearnerId, now: Date): Promise<LearnerCard | null> {
  const [row] = await tx.execute<LearnerCard & Record<string, unknown>>(sql`
    select p.id, p.full_name as "fullName", left(p.push_time::text, 5) as "pushTime", u.path as unit, 
      case when exists (select 1 from posts any_post where any_post.person_id = p.id and any_post.role = 'supervisor')
        then 'supervisor' else 'learner' end as role, ${learnerState(now, "one")} as state,
      coalesce((select l.points from lifetimes l where l.learner_id = p.id), 0) as points,
      (select count(*) from attempts a where a.learner_id = p.id and a.completed_at is not null) as "lessonsCompleted",
      (select count(*) from skips s where s.learner_id = p.id and not ${completed(sql`p.id`, sql`s.lesson_id`)}) as "lessonsSkipped",
      (select jsonb_build_object('right', count(*) filter (where w."right"), 'wrong', count(*) filter (where not w."right"))
        from attempts a cross join lateral (select * from answers y where y.attempt_id = a.id offset 0) w
        where a.learner_id = p.id and not w.comeback) as answers,
      ${dayOf(sql`p.last_active_at`)} as "lastActiveDate",
      coalesce((select jsonb_agg(jsonb_build_object('bot', h.bot, 'state', h.state) order by h.id)
        from chats h where h.learner_id = p.id), '[]'::jsonb) as channels
    from people p left join posts o on o.person_id = p.id and o.main left join units u on u.id = o.unit_id
    where p.id = ${learner}`);
  return row ?? null;
}

/** Whom a push names: "" and null once erased. */
export async function readRecipient(
  tx: Tx,
  learner: LearnerId,
): Promise<{ readonly fullName: string; readonly unit: string | null; readonly pushTime: LocalTime | null } | null> {
  const [row] = await tx.execute<{ fullName: string; unit: string | null; pushTime: LocalTime | null }>(sql`
    select coalesce(p.full_name, '') as "fullName", u.name as unit, left(p.push_time::text, 5) as "pushTime"
    from people p left join posts o on o.person_id = p.id and o.main left join units u on u.id = o.unit_id where p.id = ${learner}`);
  return row ?? null;
}
