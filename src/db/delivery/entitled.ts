/** Whether what a delivery `d` rests on still stands when it leaves: rights are read anew, never remembered. */
import { sql } from "drizzle-orm";

/** True while the person supervises a unit and has not stopped the digest. */
export const mayHaveDigest = sql`exists (
  select 1 from people w join posts o on o.person_id = w.id and o.role = 'supervisor'
  where w.id = d.learner_id and w.wants_digest and w.erased_at is null)`;

/**
 * True while the sender of the announcement supervises a unit in or above which the person holds a post, and the person still
 * belongs to what it was written to. Without its text there is nothing to be said.
 */
export const mayHaveAnnouncement = sql`exists (
  select 1 from announcements n
  join posts own on own.person_id = n.sender_id and own.role = 'supervisor'
  join units right_unit on right_unit.id = own.unit_id
  join posts o on o.person_id = d.learner_id join units u on u.id = o.unit_id and starts_with(u.lineage, right_unit.lineage)
  join enrolments e on e.learner_id = d.learner_id and e.left_at is null
  where n.id = d.ordinal and n.text is not null and (n.cohort_id is null or e.cohort_id = n.cohort_id)
    and (n.unit_id is null or starts_with(u.lineage, (select s.lineage from units s where s.id = n.unit_id))))`;
