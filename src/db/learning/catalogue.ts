import { sql } from "drizzle-orm";
import type { Course, Lesson, ModuleTitle } from "#domain/course.ts";
import type { CourseId, LessonVersionId } from "#domain/ids.ts";
import type { LocalDate } from "#domain/time.ts";
import type { Db, Tx } from "../connect.ts";
import { correctionHash, insertCorrections } from "../delivery/corrections.ts";
import { lockRoster } from "../roster/stage.ts";
import { lockUnits } from "../units/changes.ts";
import { unfinished } from "./unfinished.ts";

/**
 * Publishes a course as it stands, if it is not already what is taught: its lessons become immutable versions, it
 * becomes the current version, and, where others are taught or in another order, every learner's next lesson is found anew. Safe to repeat and to run in parallel.
 * @param hash of the course; `lessonHash` of one lesson
 */
export async function publishCourse(
  tx: Tx,
  course: Course,
  hash: string,
  lessonHash: (lesson: Lesson) => string,
  now: Date,
): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`course ${course.id}`}, 0))`);
  const [current] = await tx.execute<{ id: number; hash: string }>(sql`
    select id, hash from course_versions where course_id = ${course.id} and current`);
  if (current?.hash === hash) return false;
  const lessons = course.modules.flatMap((module) => module.lessons.map((lesson) => ({ module: module.id, lesson })));
  await insertCorrections(
    tx,
    lessons.map(({ lesson }) => lesson),
    now,
  );
  await tx.execute(sql`
    insert into lesson_versions (course_id, lesson_id, hash, title, content, published_at, correction_id)
    select ${course.id}, l.lesson ->> 'id', l.hash, l.lesson ->> 'title', l.lesson, ${now}::timestamptz, c.id
    from jsonb_to_recordset(${JSON.stringify(lessons.map(({ lesson }) => ({ lesson, hash: lessonHash(lesson) })))}::jsonb)
      as l(lesson jsonb, hash text)
    left join corrections c on c.lesson_id = l.lesson ->> 'id' and c.hash = ${correctionHash(sql`l.lesson`)}
    on conflict do nothing`);
  await tx.execute(sql`update course_versions set current = false where course_id = ${course.id} and current`);
  const [version] = await tx.execute<{ id: number }>(sql`
    insert into course_versions (course_id, hash, title, pass_mark, questions_per_lesson, points, modules, levels, mandatory,
      placement, confidence, current, published_at)
    values (${course.id}, ${hash}, ${course.title}, ${course.passMark}, ${course.questionsPerLesson},
      ${JSON.stringify(course.points)}::jsonb, ${JSON.stringify(modulesOf(course))}::jsonb, ${JSON.stringify(course.levels)}::jsonb,
      ${JSON.stringify(course.mandatory)}::jsonb, ${JSON.stringify(course.placement)}::jsonb, ${course.confidence}, true,
      ${now}::timestamptz)
    on conflict (course_id, hash) do update set current = true returning id`);
  await tx.execute(sql`
    insert into course_lessons (course_version_id, position, module_id, lesson_id, lesson_version_id)
    select ${version!.id}, l.position, l.module, l.id, v.id
    from jsonb_to_recordset(${JSON.stringify(
      lessons.map(({ module, lesson }, at) => ({ position: at + 1, module, id: lesson.id, hash: lessonHash(lesson) })),
    )}::jsonb) as l(position int, module text, id text, hash text)
    join lesson_versions v on v.course_id = ${course.id} and v.lesson_id = l.id and v.hash = l.hash
    on conflict do nothing`);
  // Most publications correct a text: nobody's next lesson is another one, and nobody who answers need wait for them.
  if (current !== undefined && (await teachTheSame(tx, current.id, version!.id))) return true;
  await renewNextLessons(tx, course.id, [version!.id, current?.id ?? 0]);
  await renewWaiting(tx, course.id);
  return true;
}

/** Whether two versions of a course have the same lessons in the same order, whatever is in them. */
async function teachTheSame(tx: Tx, before: number, after: number): Promise<boolean> {
  const lessons = (version: number) => sql`array(
    select l.lesson_id from course_lessons l where l.course_version_id = ${version} order by l.position)`;
  const [row] = await tx.execute<{ same: boolean }>(sql`select ${lessons(before)} = ${lessons(after)} as same`);
  return row!.same;
}

const modulesOf = ({ modules }: Course): ModuleTitle[] => modules.map(({ lessons: _, ...module }) => module);

/**
 * Finds every enrolment's first lesson neither completed nor skipped, by the course that is taught now. First everybody who is
 * completing a lesson, joining or being brought by a roster is waited for: they look by the course of before, and would be
 * left at a lesson that may be taught no more. People are locked in the order in which everything locks them: before their
 * places.
 * @param versions the one that is taught now, and the one before
 */
async function renewNextLessons(tx: Tx, course: CourseId, versions: readonly number[]): Promise<void> {
  await lockRoster(tx);
  await lockUnits(tx);
  await tx.execute(sql`
    select count(*) from (
      select 1 from people where id in (
        select x.learner_id from enrolments x join cohorts c on c.id = x.cohort_id where c.course_id = ${course})
      order by id for no key update) locked`);
  await tx.execute(sql`
    update enrolments e set next_lesson_id = n.lesson_id
    from enrolments x join cohorts c on c.id = x.cohort_id and c.course_id = ${course}
    left join lateral (
      select l.lesson_id from course_versions v join course_lessons l on l.course_version_id = v.id
      where v.course_id = ${course} and v.current and ${unfinished(sql`x.learner_id`, sql`l.lesson_id`)}
      order by l.position limit 1
    ) n on true
    where x.id = e.id and x.next_lesson_id is distinct from n.lesson_id`);
  // What they completed, and skipped, counts as far as it is taught.
  const learners = sql`select x.learner_id from enrolments x join cohorts c on c.id = x.cohort_id where c.course_id = ${course}`;
  await tx.execute(sql`
    select count_done(array_agg(distinct a.learner_id)) from attempts a
    where a.completed_at is not null and a.learner_id in (${learners}) and a.lesson_id in (
      select l.lesson_id from course_lessons l where l.course_version_id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(versions)}::jsonb))
      group by l.lesson_id having count(*) = 1) having count(*) > 0`);
  await tx.execute(sql`
    select seat(array_agg(distinct k.learner_id)) from skips k where k.learner_id in (${learners}) having count(*) > 0`);
}

/** Whether something is still taught that should not be on that day. */
export async function anyRetired(tx: Db, today: LocalDate): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from course_versions v join course_lessons l on l.course_version_id = v.id
    join lesson_versions w on w.id = l.lesson_version_id
    where v.current and w.content ->> 'retired' <= ${today}::text limit 1`);
  return rows.length > 0;
}

/**
 * A lesson of the day that waits to be sent and is no longer taught becomes the learner's next one. One that somebody
 * has in hand just now is left: it is asked again when it leaves.
 */
async function renewWaiting(tx: Tx, course: CourseId): Promise<void> {
  await tx.execute(sql`
    update deliveries d set lesson_version_id = n.lesson_version_id, attempt_id = null
    from (
      select x.id, l.lesson_version_id from deliveries x
      join lesson_versions w on w.id = x.lesson_version_id
      join cohorts c on c.id = x.cohort_id and c.course_id = ${course}
      join course_versions v on v.course_id = c.course_id and v.current
      join enrolments e on e.learner_id = x.learner_id and e.cohort_id = x.cohort_id
      join course_lessons l on l.course_version_id = v.id and l.lesson_id = e.next_lesson_id
      where x.kind = 'lesson' and x.state = 'planned' and x.unknowns = 0
        and not exists (select 1 from course_lessons o where o.course_version_id = v.id and o.lesson_id = w.lesson_id)
      for update of x skip locked
    ) n where n.id = d.id`);
}

/** A lesson as it was published. Throws when there is none: ids come from rows that refer to it. */
export async function readLessonVersion(tx: Db, version: LessonVersionId): Promise<Lesson> {
  const [row] = await tx.execute<{ content: Lesson }>(sql`select content from lesson_versions where id = ${version}`);
  if (row === undefined) throw new Error(`there is no lesson version ${version}`);
  return { ...row.content, addresses: row.content.addresses ?? [] }; // older versions have none
}
