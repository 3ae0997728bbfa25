import { sql } from "drizzle-orm";
import type { ModulePicture } from "#domain/course.ts";
import type { AttemptId, BotKey, CourseId, ModuleId, PictureHash } from "#domain/ids.ts";
import type { Db } from "../connect.ts";
import { unfinished } from "./unfinished.ts";

/** Those of `hashes` whose pictures are not kept yet. */
export async function missingPictures(tx: Db, hashes: readonly PictureHash[]): Promise<PictureHash[]> {
  const rows = await tx.execute<{ hash: PictureHash }>(sql`
    select h.hash from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb) as h(hash)
    where not exists (select 1 from pictures p where p.hash = h.hash)`);
  return rows.map(({ hash }) => hash);
}

/**
 * Keeps a picture for good; one that is kept already stays as it is.
 * @param name random: whoever knows it can fetch the picture
 */
export async function storePicture(
  tx: Db,
  { hash, name, png }: { readonly hash: PictureHash; readonly name: string; readonly png: Uint8Array },
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into pictures (hash, name, png, drawn_at) values (${hash}, ${name}, ${png}, ${now}::timestamptz)
    on conflict do nothing`);
}

/** The PNG of a picture; null: it is not kept. */
export async function readPicture(tx: Db, hash: PictureHash): Promise<Uint8Array | null> {
  const [row] = await tx.execute<{ png: Uint8Array }>(sql`select png from pictures where hash = ${hash}`);
  return row?.png ?? null;
}

/** The name under which anybody can fetch the picture; null: it is not kept. */
export async function pictureName(tx: Db, hash: PictureHash): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(sql`select name from pictures where hash = ${hash}`);
  return row?.name ?? null;
}

/** The PNG of this name; null: there is none. */
export async function readNamedPicture(tx: Db, name: string): Promise<Uint8Array | null> {
  const [row] = await tx.execute<{ png: Uint8Array }>(sql`select png from pictures where name = ${name}`);
  return row?.png ?? null;
}

/** What the bot's platform calls the picture; null: the bot has not given it yet. */
export async function uploadOf(tx: Db, bot: BotKey, hash: PictureHash): Promise<string | null> {
  const [row] = await tx.execute<{ platform_id: string }>(sql`
    select platform_id from picture_uploads where bot = ${bot} and hash = ${hash}`);
  return row?.platform_id ?? null;
}

/** The bot's platform has the picture under this id from now on. */
export async function rememberUpload(tx: Db, bot: BotKey, hash: PictureHash, platformId: string): Promise<void> {
  await tx.execute(sql`
    insert into picture_uploads (bot, hash, platform_id) values (${bot}, ${hash}, ${platformId})
    on conflict (bot, hash) do update set platform_id = excluded.platform_id`);
}

/** The picture of a module as the course is taught now; null: it has none. */
export async function pictureOfModule(tx: Db, course: CourseId, module: ModuleId): Promise<ModulePicture | null> {
  const [row] = await tx.execute<{ picture: ModulePicture | null }>(sql`
    select m.module -> 'picture' as picture
    from course_versions v cross join lateral jsonb_array_elements(v.modules) as m(module)
    where v.course_id = ${course} and v.current and m.module ->> 'id' = ${module}`);
  return row?.picture ?? null;
}

/**
 * The picture of the module that this attempt was the last of: every other lesson of it in the learner's course is
 * completed, or need not be taken. Null: the attempt is not completed, a lesson is left, or there is no picture.
 */
export async function pictureOfFinished(tx: Db, attempt: AttemptId): Promise<ModulePicture | null> {
  const [row] = await tx.execute<{ picture: ModulePicture }>(sql`
    select m.module -> 'picture' as picture
    from attempts a
      join cohorts c on c.id = a.cohort_id
      join course_versions v on v.course_id = c.course_id and v.current
      join course_lessons l on l.course_version_id = v.id and l.lesson_id = a.lesson_id
      cross join lateral jsonb_array_elements(v.modules) as m(module)
    where a.id = ${attempt} and a.completed_at is not null
      and m.module ->> 'id' = l.module_id and jsonb_typeof(m.module -> 'picture') = 'object'
      and not exists (select 1 from course_lessons o
        where o.course_version_id = v.id and o.module_id = l.module_id
          and ${unfinished(sql`a.learner_id`, sql`o.lesson_id`)})`);
  return row?.picture ?? null;
}
