/** What a publish would change, and for how many people. Nothing here writes. */
import { sql } from "drizzle-orm";
import type { Lesson } from "#domain/course.ts";
import type { Edition } from "#domain/edition.ts";
import type { CourseId, LessonId, ModuleId } from "#domain/ids.ts";
import type { Tx } from "../connect.ts";
import { unfinished } from "./unfinished.ts";

/** From here on the transaction can write nothing. */
export async function readOnly(tx: Tx): Promise<void> {
  await tx.execute(sql`set transaction isolation level repeatable read, read only`);
}

/** Every course as it is taught now. */
export async function readEditions(tx: Tx): Promise<Edition[]> {
  const courses = await tx.execute<Omit<Edition, "lessons"> & { version: number }>(sql`
    select id as version, course_id as id, hash, title, pass_mark as "passMark", questions_per_lesson as "questionsPerLesson", points
    from course_versions where current order by course_id`);
  const places = await tx.execute<{ version: number; module: ModuleId; hash: string; lesson: LessonId }>(sql`
    select l.course_version_id as version, l.module_id as module, w.hash, w.lesson_id as lesson
    from course_versions v join course_lessons l on l.course_version_id = v.id
    join lesson_versions w on w.id = l.lesson_version_id where v.current order by v.id, l.position`);
  // The paths of a course teach the same lessons: each is read once.
  const contents = await tx.execute<{ hash: string; lesson: LessonId; content: Lesson }>(sql`
    select distinct on (w.lesson_id, w.hash) w.lesson_id as lesson, w.hash, w.content
    from course_versions v join course_lessons l on l.course_version_id = v.id
    join lesson_versions w on w.id = l.lesson_version_id where v.current`);
  const byHash = new Map(contents.map(({ content, hash, lesson }) => [`${lesson} ${hash}`, content]));
  return courses.map(({ version, ...course }) => ({
    ...course,
    lessons: places
      .filter((place) => place.version === version)
      .map(({ hash, lesson, module }) => {
        const content = byHash.get(`${lesson} ${hash}`)!;
        return { module, hash, lesson: { ...content, addresses: content.addresses ?? [] } }; // older versions have none
      }),
  }));
}

/** Which attempts on a lesson are asked for: by any version but the one with this hash, in these courses. */
export interface ShownAsked {
  readonly lesson: LessonId;
  /** Null: all of them. */
  readonly courses: readonly CourseId[] | null;
  /** Null: every version. */
  readonly except: string | null;
}

/** How many people were shown each of the lessons, and how many have it open; the erased do not count. */
export async function countShown(tx: Tx, asked: readonly ShownAsked[]): Promise<{ had: number; open: number }[]> {
  const rows = await tx.execute<{ key: number; had: number; open: number }>(sql`
    select r.key, count(p.id) as had, count(p.id) filter (where a.completed_at is null) as open
    from jsonb_to_recordset(${JSON.stringify(asked.map((one, key) => ({ ...one, key })))}::jsonb)
      as r(key int, lesson text, courses jsonb, "except" text)
    join lesson_versions w on w.lesson_id = r.lesson and w.hash is distinct from r."except"
      and (jsonb_typeof(r.courses) is distinct from 'array' or r.courses ? w.course_id)
    join attempts a on a.lesson_version_id = w.id
    join people p on p.id = a.learner_id and p.erased_at is null
    group by r.key`);
  const found = new Map(rows.map(({ key, had, open }) => [key, { had, open }]));
  return asked.map((_, key) => found.get(key) ?? { had: 0, open: 0 });
}

/** In how many living places of each course the next lesson is another one, once these are its lessons. */
export async function countNextLessons(
  tx: Tx,
  courses: readonly { readonly course: CourseId; readonly lessons: readonly LessonId[] }[],
): Promise<ReadonlyMap<CourseId, number>> {
  const rows = await tx.execute<{ course: CourseId; n: number }>(sql`
    select r.course, count(*) as n
    from jsonb_to_recordset(${JSON.stringify(courses.map(({ course, lessons }) => ({ course, lessons })))}::jsonb)
      as r(course text, lessons jsonb)
    join cohorts c on c.course_id = r.course
    join enrolments e on e.cohort_id = c.id and e.left_at is null
    join people p on p.id = e.learner_id and p.erased_at is null
    left join lateral (
      select l.id from jsonb_array_elements_text(r.lessons) with ordinality as l(id, place)
      where ${unfinished(sql`e.learner_id`, sql`l.id`)}
      order by l.place limit 1
    ) n on true
    where e.next_lesson_id is distinct from n.id group by r.course`);
  return new Map(rows.map(({ course, n }) => [course, n]));
}
