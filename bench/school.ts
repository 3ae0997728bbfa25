import { sql } from "drizzle-orm";
import { publishLessons } from "../src/app/lessons.ts";
import type { Db } from "../src/db/connect.ts";
import { readLessonVersion } from "../src/db/learning/catalogue.ts";
import type { Lesson } from "../src/domain/course.ts";
import type { AttemptId, CohortId, LessonVersionId } from "../src/domain/ids.ts";
import type { LocalDate, Zone } from "../src/domain/time.ts";
import { dateIn } from "../src/domain/time.ts";
import { silent } from "../test/setup/log.ts";
import { bot } from "./platform.ts";

export interface School {
  readonly cohort: { readonly id: CohortId; readonly zone: Zone };
  readonly today: LocalDate;
  readonly learners: number;
}

/** A zone in which it is between 12:00 and 13:00, so that no figure falls into the quiet hours. */
function noonZone(now: Date): Zone {
  const east = 12 - now.getUTCHours();
  return `Etc/GMT${east === 0 ? "" : east > 0 ? `-${east}` : `+${-east}`}` as Zone;
}

/**
 * Learners with one open chat each in a cohort of the real course, in units of about 50, with yesterday's lesson sent,
 * and one in twenty who cannot be sent to (paused, left, blocked) besides. Their next lesson is the first whose
 * questions are all answered by buttons. The cohort's own push time is long past, so
 * that nothing is planned before a figure asks for it.
 */
export async function openSchool(db: Db, learners: number, now = new Date()): Promise<School> {
  await publishLessons(db, now, silent);
  const zone = noonZone(now);
  const today = dateIn(zone, now);
  const [course] = await db.execute<{ id: string; first: string; version: number }>(sql`
    select v.course_id as id, l.lesson_id as first, l.lesson_version_id as version
    from course_versions v join course_lessons l on l.course_version_id = v.id join lesson_versions w on w.id = l.lesson_version_id
    where v.current and not jsonb_path_exists(w.content, '$.questions[*].type ? (@ != "single" && @ != "truefalse" && @ != "multiple")')
    order by l.position limit 1`);
  const [cohort] = await db.execute<{ id: CohortId }>(sql`
    insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)
    values ('Lớp đo', 'lop do', ${course!.id}, ${today}::date - 1, '06:30', '{}', '{1,2,3,4,5,6,7}', ${zone}, 3, 'DODAC', ${now}::timestamptz)
    returning id`);
  const all = learners + Math.floor(learners / 20);
  await db.execute(sql`
    insert into units (name, name_key, lineage, path)
    select 'Đơn vị ' || n, 'don vi ' || n, n || '/', 'Đơn vị ' || n from generate_series(1, ${1 + Math.floor(all / 50)}) n`);
  await db.execute(sql`
    insert into people (full_name, name_key, agreed_at, last_active_at, created_at)
    select 'Nguyễn Thị ' || n, 'nguyen thi ' || n, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from generate_series(1, ${all}) n`);
  await db.execute(sql`insert into posts (person_id, unit_id, role) select id, 1 + id / 50, 'learner' from people`);
  await db.execute(sql`
    insert into enrolments (learner_id, cohort_id, invite_code, invite_spent_at, joined_day, next_lesson_id, left_at)
    select id, ${cohort!.id}, 'MA' || id, ${now}::timestamptz, ${today}::date - 1, ${course!.first},
      case when id > ${learners} and id % 3 = 0 then ${now}::timestamptz end from people`);
  await db.execute(sql`
    insert into chats (bot, address, learner_id, state, last_used_at)
    select ${bot}, 1000000 + id, id, case when id > ${learners} and id % 3 = 1 then 'blocked' else 'active' end, ${now}::timestamptz
    from people`);
  await db.execute(sql`
    insert into pauses (learner_id, from_day, to_day)
    select id, ${today}::date, ${today}::date + 3 from people where id > ${learners} and id % 3 = 2`);
  await db.execute(sql`
    insert into deliveries (kind, lane, bot, chat_id, learner_id, cohort_id, study_day, lesson_version_id, state, due_at, sends, platform_id, sent_at, created_at)
    select 'lesson', 1, ${bot}, h.id, h.learner_id, ${cohort!.id}, ${today}::date - 1, ${course!.version}, 'sent',
      ${now}::timestamptz - interval '1 day', 1, h.id, ${now}::timestamptz - interval '1 day', ${now}::timestamptz - interval '1 day'
    from chats h where h.learner_id <= ${learners}`);
  // Not the tables that are still empty: no server would look at those.
  await db.execute(sql`vacuum analyze people, posts, enrolments, chats, pauses, deliveries`);
  return { cohort: { id: cohort!.id, zone }, today, learners };
}

/** Opens the first lesson for everyone who can be sent to, as if it had just been shown to them. */
export async function showFirstLesson(db: Db, { cohort, learners }: School): Promise<void> {
  await db.execute(sql`
    insert into attempts (learner_id, lesson_id, lesson_version_id, cohort_id, questions, opened_at)
    select e.learner_id, l.lesson_id, l.lesson_version_id, e.cohort_id, 3, now()
    from enrolments e join cohorts c on c.id = e.cohort_id
    join course_versions v on v.course_id = c.course_id and v.current
    join course_lessons l on l.course_version_id = v.id and l.lesson_id = e.next_lesson_id
    where e.cohort_id = ${cohort.id} and e.learner_id <= ${learners}`);
  await db.execute(sql`
    update people p set current_attempt_id = a.id from attempts a where a.learner_id = p.id`);
  await db.execute(sql`vacuum analyze people, attempts`);
}

/** Someone with an open lesson. */
export interface Pupil {
  readonly chat: string;
  readonly attempt: AttemptId;
  readonly questions: number;
}

/** @returns lesson null: nobody has one open yet */
export async function readPupils(db: Db): Promise<{ lesson: Lesson | null; pupils: Pupil[] }> {
  const pupils = await db.execute<Pupil & { version: LessonVersionId } & Record<string, unknown>>(sql`
    select h.address as chat, a.id as attempt, a.questions, a.lesson_version_id as version
    from attempts a join chats h on h.learner_id = a.learner_id where a.completed_at is null order by a.id`);
  const [first] = pupils;
  return { lesson: first === undefined ? null : await readLessonVersion(db, first.version), pupils };
}
