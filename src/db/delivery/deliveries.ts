import { sql } from "drizzle-orm";
import { type DeliveryKind, lastRank, type Rank, rankOf } from "#domain/delivery-state.ts";
import type { AttemptId, BotKey, ChatId, DeliveryId, LearnerId, LessonVersionId, ProcessId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import { windowMinutes } from "#domain/schedule.ts";
import type { LocalDate } from "#domain/time.ts";
import { mayHaveReply } from "../chats/phone-proposals.ts";
import type { Db } from "../connect.ts";
import { storableJson } from "../json.ts";
import { mayHaveAnnouncement, mayHaveDigest } from "./entitled.ts";

/** A row in a sender's hand. */
export interface Taken {
  readonly id: DeliveryId;
  readonly rank: Rank;
  readonly dueAt: Date;
  /** Its place among its cohort's that are due with it. */
  readonly turn: number;
  readonly chatId: ChatId;
  /** Whose lesson it is: their row is locked before it is shown. Null for what shows no lesson. */
  readonly pupil: LearnerId | null;
}

/** Which of two leaves first. */
export const leavesFirst = (a: Taken, b: Taken): number =>
  a.rank - b.rank ||
  (a.rank === rankOf.reply ? a.turn - b.turn : 0) ||
  a.dueAt.getTime() - b.dueAt.getTime() ||
  a.turn - b.turn ||
  a.id - b.id;

/**
 * Takes up to `limit` deliveries of the bot that are due, answers before lessons before the rest. Of answers the first that is
 * owed to each chat, then the second of each, and none to a chat that has some in hand, where they leave one after another:
 * whoever is owed thousands keeps nobody waiting. Of what else is due at the same time the first of each cohort, then the
 * second of each. Only the holder of the bot's lane calls this, so no two ever take the same one.
 * @param upTo takes nothing of a rank beyond this one
 */
export async function takeDue(
  tx: Db,
  bot: BotKey,
  process: ProcessId,
  now: Date,
  limit: number,
  upTo: Rank = lastRank,
): Promise<Taken[]> {
  const due = sql`bot = ${bot} and state = 'planned' and due_at <= ${now}::timestamptz
    and (expires_at is null or expires_at > ${now}::timestamptz)`;
  const rows = await tx.execute<Taken & Record<string, unknown>>(sql`
    with answers as (
      select id from deliveries where ${due} and lane = 0 and chat_id not in (
        select chat_id from deliveries where bot = ${bot} and state = 'queued' and process_id = ${process} and lane = 0)
      order by turn, due_at, id limit ${limit}::int for update skip locked
    ), others as (
      select id from deliveries where ${due} and lane > 0 and lane <= ${upTo}
      order by lane, due_at, turn, id limit (select ${limit}::int - count(*) from answers) for update skip locked
    ), due as (select id from answers union all select id from others)
    update deliveries d set state = 'queued', process_id = ${process} from due where d.id = due.id
    returning d.id, d.lane as rank, d.due_at as "dueAt", d.turn, d.chat_id as "chatId", case when d.kind = 'lesson' then d.learner_id end as pupil`);
  return rows.toSorted(leavesFirst);
}

/** Everything that decides whether a delivery still leaves, where to, and what it says. */
export interface Leaving {
  readonly id: DeliveryId;
  readonly kind: DeliveryKind;
  readonly rank: Rank;
  readonly chatId: ChatId;
  readonly bot: BotKey;
  readonly address: string;
  readonly chatOpen: boolean;
  readonly learnerId: LearnerId | null;
  readonly studyDay: LocalDate | null;
  readonly ordinal: number;
  readonly body: Message | null;
  readonly expiresAt: Date | null;
  /** When it first fell due: a try that came to nothing puts `due_at` off. */
  readonly firstDueAt: Date;
  readonly sends: number;
  readonly unknowns: number;
  /** The learner has another chat that is open. */
  readonly otherChat: boolean;
  readonly erased: boolean;
  readonly paused: boolean;
  /** The study day was kept already. */
  readonly kept: boolean;
  /** They have left every cohort; only asked of a correction. */
  readonly left: boolean;
  /**
   * What a digest, an announcement or a reply rests on still stands: whom it is for supervises and wants it; who sent it
   * supervises whom it is for, and is not erased; whoever is told of a person supervises them. False for every other kind.
   */
  readonly entitled: boolean;
  /** Of a lesson that was not shown yet: as it is taught now, whatever was taught when the row was written. */
  readonly lessonVersionId: LessonVersionId | null;
  /** Where the lesson stands in its course, from 1 (0: it is no longer taught), and how many there are. */
  readonly position: number;
  readonly lessons: number;
  readonly passMark: number;
  readonly questionsPerLesson: number;
  readonly attempt: {
    readonly id: AttemptId;
    readonly lessonVersionId: LessonVersionId;
    readonly questions: number;
    readonly completed: boolean;
    readonly answers: readonly { question: number; comeback: boolean; right: boolean }[];
  } | null;
}

/** Ids as a parameter that any plan looks up by key, however many there are. */
const among = (ids: readonly number[]) =>
  sql`any(array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint))`;

/**
 * Reads and locks rows in this process's hand. A row that is no longer there has been taken by another.
 *
 * What a row brings with it is looked up row by row (`lateral … limit 1`): on the first day of a course the planner
 * believes that nobody has an attempt, and left to itself reads those of the whole course for every message.
 */
export async function readLeaving(tx: Db, ids: readonly DeliveryId[], process: ProcessId): Promise<Leaving[]> {
  return await tx.execute<Leaving & Record<string, unknown>>(sql`
    select d.id, d.kind, d.lane as rank, d.chat_id as "chatId", d.bot, h.address, h.state = 'active' as "chatOpen",
      d.learner_id as "learnerId", d.study_day as "studyDay", d.ordinal, d.body, d.expires_at as "expiresAt", d.sends, d.unknowns,
      least(d.due_at, greatest(d.created_at, d.expires_at - make_interval(mins => ${windowMinutes}))) as "firstDueAt",
      exists (select 1 from chats o where o.learner_id = d.learner_id and o.state = 'active' and o.id <> d.chat_id) as "otherChat",
      coalesce(p.erased_at is not null, false) as erased,
      exists (select 1 from pauses z where z.learner_id = d.learner_id and d.study_day between z.from_day and z.to_day) as paused,
      exists (select 1 from streak_days s where s.learner_id = d.learner_id and s.day = d.study_day) as kept,
      d.kind = 'correction' and not exists (select 1 from enrolments e where e.learner_id = d.learner_id and e.left_at is null) as "left",
      case d.kind when 'digest' then ${mayHaveDigest} when 'announcement' then ${mayHaveAnnouncement} when 'reply' then ${mayHaveReply} else false end as entitled,
      case when d.kind = 'lesson' then coalesce(l.taught, d.lesson_version_id) else d.lesson_version_id end as "lessonVersionId",
      coalesce(l.position, 0)::int as position,
      coalesce(l.lessons, 0)::int as lessons,
      coalesce(l.pass_mark, 0) as "passMark", coalesce(c.questions_per_lesson, 0)::int as "questionsPerLesson", a.attempt
    from (select * from deliveries where id = ${among(ids)} and state = 'queued' and process_id = ${process} for update) d
    join lateral (select address, state from chats where id = d.chat_id limit 1) h on true
    left join lateral (select erased_at from people where id = d.learner_id limit 1) p on true
    left join lateral (select questions_per_lesson from cohorts where id = d.cohort_id limit 1) c on true
    left join lateral (
      select lv.lesson_id, cv.pass_mark, cl.position, cl.lesson_version_id as taught,
        (select count(*) from course_lessons n where n.course_version_id = cl.course_version_id) as lessons
      from lesson_versions lv
      left join course_versions cv on cv.course_id = lv.course_id and cv.current
      left join course_lessons cl on cl.course_version_id = cv.id and cl.lesson_id = lv.lesson_id
      where lv.id = d.lesson_version_id limit 1) l on true
    left join lateral (
      select jsonb_build_object('id', a.id, 'lessonVersionId', a.lesson_version_id,
        'questions', a.questions, 'completed', a.completed_at is not null,
        'answers', coalesce((select jsonb_agg(jsonb_build_object('question', w.question, 'comeback', w.comeback, 'right', w.right) order by w.question, w.comeback)
          from answers w where w.attempt_id = a.id), '[]'::jsonb)) as attempt
      from attempts a where a.learner_id = d.learner_id and a.lesson_id = l.lesson_id limit 1) a on true
    order by d.lane, d.due_at, d.turn, d.id`);
}

/**
 * Locks the rows of those of `learners` whom nobody else works on just now, and returns them. It never waits: a person's
 * own deeds lock the person first and then what is planned for them, and whoever takes both the other way round can wait
 * for them for ever.
 */
export async function lockFree(tx: Db, learners: readonly LearnerId[]): Promise<Set<LearnerId>> {
  if (learners.length === 0) return new Set();
  const rows = await tx.execute<{ id: LearnerId }>(sql`
    select id from people where id = ${among(learners)} order by id for no key update skip locked`);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Opens the attempts of lessons about to be shown, unless they are open, and makes them the learners' current ones: a
 * typed answer belongs to what was shown last. Which version was shown first stays.
 */
export async function openAttempts(
  tx: Db,
  shown: readonly { learnerId: LearnerId; deliveryId: DeliveryId; lessonVersionId: LessonVersionId }[],
  now: Date,
): Promise<Map<LearnerId, { id: AttemptId; questions: number }>> {
  if (shown.length === 0) return new Map();
  const recordset = sql`jsonb_to_recordset(${JSON.stringify(shown)}::jsonb)
    as s("learnerId" bigint, "deliveryId" bigint, "lessonVersionId" bigint)`;
  // Many are shown the same lesson: its text, which is long, is taken up once and not for each of them.
  await tx.execute(sql`
    with shown as materialized (select * from ${recordset}),
    versions as materialized (
      select v.id, v.lesson_id, jsonb_array_length(v.content -> 'questions') as questions
      from (select distinct "lessonVersionId" as id from shown) x
      join lateral (select id, lesson_id, content from lesson_versions where id = x.id limit 1) v on true)
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
    select s."learnerId", v.lesson_id, v.id, d.cohort_id, least(c.questions_per_lesson, v.questions), ${now}::timestamptz
    from shown s
      join lateral (select cohort_id from deliveries where id = s."deliveryId" limit 1) d on true
      join lateral (select questions_per_lesson from cohorts where id = d.cohort_id limit 1) c on true
      join versions v on v.id = s."lessonVersionId"
    on conflict do nothing`);
  const rows = await tx.execute<{ learner_id: LearnerId; id: AttemptId; questions: number }>(sql`
    with mine as materialized (
      select a.learner_id, a.id, a.questions from ${recordset}
        join lateral (select lesson_id from lesson_versions where id = s."lessonVersionId" limit 1) v on true
        join lateral (select * from attempts where learner_id = s."learnerId" and lesson_id = v.lesson_id limit 1) a on true),
    current as (
      update people p set current_attempt_id = mine.id, current_exercise_id = null from mine
      where p.id = mine.learner_id and p.id = ${among(shown.map(({ learnerId }) => learnerId))})
    select learner_id, id, questions from mine`);
  return new Map(rows.map((row) => [row.learner_id, { id: row.id, questions: row.questions }]));
}

/**
 * From here on the call may have been written: a crash now is an unknown ending. Returns the number of each try.
 * @param attempt the one that the message shows, `version` what it shows of the lesson; null: none
 */
export async function markSending(
  tx: Db,
  leaving: readonly { id: DeliveryId; attempt: AttemptId | null; version: LessonVersionId | null }[],
): Promise<Map<DeliveryId, number>> {
  if (leaving.length === 0) return new Map();
  const rows = await tx.execute<{ id: DeliveryId; sends: number }>(sql`
    update deliveries d set state = 'sending', sends = d.sends + 1, attempt_id = coalesce(s.attempt, d.attempt_id),
      lesson_version_id = coalesce(s.version, d.lesson_version_id)
    from jsonb_to_recordset(${JSON.stringify(leaving)}::jsonb) as s(id bigint, attempt bigint, version bigint)
    where d.id = s.id and d.id = ${among(leaving.map(({ id }) => id))}
    returning d.id, d.sends`);
  return new Map(rows.map((row) => [row.id, row.sends]));
}

/** Committed as `sending` by this process, and then not spoken of after all: these wait again as if never taken. */
export async function putBack(
  tx: Db,
  process: ProcessId,
  tries: readonly { readonly id: DeliveryId; readonly tryNumber: number }[],
): Promise<void> {
  if (tries.length === 0) return;
  await tx.execute(sql`
    update deliveries d set state = 'planned', process_id = null, sends = d.sends - 1
    from jsonb_to_recordset(${JSON.stringify(tries)}::jsonb) as s(id bigint, "tryNumber" int)
    where d.id = s.id and d.id = ${among(tries.map(({ id }) => id))} and d.sends = s."tryNumber"
      and d.state = 'sending' and d.process_id = ${process}`);
}

/** What became of a try, or of a delivery that never left. */
export interface Ending {
  readonly id: DeliveryId;
  /** The number of the try that ended so; a delivery that was tried again since is not touched. */
  readonly tryNumber: number;
  readonly state: "planned" | "sent" | "unknown" | "failed" | "cancelled";
  /** When it is due again, for `planned`; null: as before. */
  readonly dueAt: Date | null;
  readonly reason: string | null;
  readonly platformId: string | null;
  /** The counts from now on. */
  readonly sends: number;
  readonly unknowns: number;
}

/**
 * Records endings; what was said in a message that has ended is forgotten, for it may name people who are erased one
 * day. One that came so late that the delivery is planned again still counts when it says "sent". (The states are asked
 * for in a `case`, so that nothing is looked for among all that are planned.)
 */
export async function settle(tx: Db, endings: readonly Ending[], now: Date): Promise<void> {
  if (endings.length === 0) return;
  await tx.execute(sql`
    update deliveries d set state = s.state, process_id = null, due_at = coalesce(s."dueAt", d.due_at), reason = s.reason,
      platform_id = coalesce(s."platformId", d.platform_id), sends = s.sends, unknowns = greatest(d.unknowns, s.unknowns),
      body = case when s.state = 'planned' then d.body end,
      sent_at = case when s.state = 'sent' or s.unknowns > d.unknowns then ${now}::timestamptz else d.sent_at end
    from jsonb_to_recordset(${storableJson(endings)}::jsonb) as s(id bigint, "tryNumber" int, state text,
      "dueAt" timestamptz, reason text, "platformId" text, sends int, unknowns int)
    where d.id = s.id and d.id = ${among(endings.map(({ id }) => id))} and d.sends = s."tryNumber"
      and case d.state when 'planned' then s.state = 'sent' else d.state in ('queued', 'sending') end`);
}

/** What was in hand and not begun waits again, for whoever holds the lane next. Returns how many. */
export async function freeHand(tx: Db, bot: BotKey): Promise<number> {
  const freed = await tx.execute(sql`
    update deliveries set state = 'planned', process_id = null where bot = ${bot} and state = 'queued'`);
  return freed.count;
}

/**
 * Frees what another process left in hand when it lost the lane: what it had not begun is planned again; what it was
 * sending has an unknown ending, so it is sent once more, or, the second time, left `unknown`.
 * @param underWay calls of this very process whose endings it will still learn
 */
export async function recoverLane(
  tx: Db,
  bot: BotKey,
  now: Date,
  underWay: readonly DeliveryId[],
): Promise<{ freed: number; unknown: number }> {
  const freed = await freeHand(tx, bot);
  const unknown = await tx.execute(sql`
    update deliveries set state = case when unknowns = 0 then 'planned' else 'unknown' end, process_id = null,
      unknowns = unknowns + 1, sent_at = coalesce(sent_at, ${now}::timestamptz),
      reason = case when unknowns = 0 then null else 'unknown twice' end, body = case when unknowns = 0 then body end
    where bot = ${bot} and state = 'sending' and id <> all(array(select jsonb_array_elements_text(${JSON.stringify(underWay)}::jsonb)::bigint))`);
  return { freed, unknown: unknown.count };
}
