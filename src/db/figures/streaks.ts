/** What decides the streaks of many people, in few statements. */
import { type SQL, sql } from "drizzle-orm";
import type { LearnerId } from "#domain/ids.ts";
import type { Lifetime } from "#domain/lifetime.ts";
import type { Tx } from "../connect.ts";
import { finishedDay } from "../learning/places.ts";
import type { Part, Viewer } from "../units/scope.ts";
import { amongMany } from "./breadth.ts";
import { listStale, staleLearners } from "./kept-streaks.ts";
import { placesOf } from "./reports.ts";

/** So many people are in memory at a time. */
const portion = 2000;

type Life = Lifetime & { readonly learner: LearnerId };

/** The lives of `keepers k`, whose days `keepers` selects from `lifetimes l`. Places they left count too. */
const livesOf = (keepers: SQL): SQL => sql`
  keepers as (select l.learner_id, l.kept_from, l.kept from lifetimes l where l.kept is not null and ${keepers}),
  breaks as (
    select z.learner_id, jsonb_agg(jsonb_build_object('from', z.from_day, 'to', z.to_day)) as pauses
    from pauses z where z.learner_id in (select k.learner_id from keepers k) group by z.learner_id),
  lanes as (
    select h.learner_id, array_agg(distinct h.bot) as bots from chats h
    where h.learner_id in (select k.learner_id from keepers k) group by h.learner_id),
  lives as (
    select e.learner_id, jsonb_agg(jsonb_build_object('id', e.id, 'startDay', c.start_day, 'weekdays', c.weekdays, 'zone', c.zone,
        'pushTime', left(c.push_time::text, 5), 'joinedDay', e.joined_day, 'nextLessonId', e.next_lesson_id,
        'leftDay', (e.left_at at time zone c.zone)::date, 'away', e.away,
        'finishedDay', ${finishedDay}) order by e.id) as places
    from enrolments e join cohorts c on c.id = e.cohort_id
    where e.learner_id in (select k.learner_id from keepers k) group by e.learner_id)
  select k.learner_id as learner, k.kept_from as "keptFrom", k.kept::text as kept, left(p.push_time::text, 5) as "ownTime",
    coalesce(z.pauses, '[]'::jsonb) as pauses, coalesce(h.bots, '{}') as bots, coalesce(y.places, '[]'::jsonb) as places
  from keepers k join people p on p.id = k.learner_id left join lives y on y.learner_id = k.learner_id
  left join breaks z on z.learner_id = k.learner_id left join lanes h on h.learner_id = k.learner_id`;

/**
 * The lives of those people of a part whose kept streak does not tell that of `now`, a portion at a time. Who never kept a day
 * has none. Places outside the part count too: a streak is the person's. For one transaction in which nothing else reads
 * lives so.
 */
export async function* readStaleLives(tx: Tx, part: Part, viewer: Viewer, now: Date): AsyncGenerator<readonly Life[]> {
  const few = await listStale(tx, now, portion);
  if (few?.length === 0) return;
  const lives = (stale: SQL) => sql`with ${placesOf(part, viewer)}, ${livesOf(stale)}`;
  if (few !== null) {
    // `offset 0`: each is looked up among the seats, by key.
    const held = sql`l.learner_id in (${idsOf(few)}) and exists (select 1 from seats p where p.learner_id = l.learner_id offset 0)`;
    yield await amongMany(tx, () => tx.execute<Life & Record<string, unknown>>(lives(held)));
    return;
  }
  const all = sql`l.learner_id in (${staleLearners(now)}) and l.learner_id in (select p.learner_id from seats p)`;
  await tx.execute(sql`declare lives no scroll cursor for ${lives(all)}`);
  for (;;) {
    const rows = await tx.execute<Life & Record<string, unknown>>(sql.raw(`fetch ${portion} from lives`));
    if (rows.length > 0) yield rows;
    if (rows.length < portion) break;
  }
  await tx.execute(sql`close lives`);
}

const idsOf = (learners: readonly LearnerId[]): SQL =>
  sql`select x::bigint from jsonb_array_elements_text(${JSON.stringify(learners)}::jsonb) x`;

/** The lives of these people, as far as they ever kept a day. */
export const readLives = async (tx: Tx, learners: readonly LearnerId[]): Promise<readonly Life[]> =>
  await tx.execute<Life & Record<string, unknown>>(sql`with ${livesOf(sql`l.learner_id in (${idsOf(learners)})`)}`);
