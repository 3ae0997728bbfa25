import { sql } from "drizzle-orm";
import type { Tx } from "../connect.ts";

/** Why a staged row names nobody that may be touched. `other` is the earlier row, where there is one. */
export interface Clash {
  readonly row: number;
  readonly kind:
    | "code_twice"
    | "email_twice"
    | "name_differs"
    | "email_differs"
    | "phone_differs"
    | "name_twice"
    | "person_twice"
    | "email_of_another"
    | "name_of_several";
  readonly other: number | null;
}

/**
 * Rows that contradict an earlier row of the file: the same person in the same unit again, or with another name, e-mail
 * or phone; an e-mail of another person; a name and unit again where one of the two has neither code nor e-mail.
 */
export async function clashesInFile(tx: Tx): Promise<Clash[]> {
  return await tx.execute<Clash & Record<string, unknown>>(sql`
    with seen as (
      select "row", head, code, email, phone, name_lower, code is null and email is null as bare,
        min("row") over (partition by head, unit_id) as first_unit,
        min(head) over (partition by email) as first_owner, min("row") over (partition by email) as first_email,
        min("row") over same_name as first_name,
        min("row") filter (where code is null and email is null) over same_name as first_bare
      from roster window same_name as (partition by unit_id, name_lower)
    ), several as (
      select head, (array_agg(name_lower order by "row"))[1] as name_lower,
        (array_agg(email order by "row") filter (where email is not null))[1] as email,
        (array_agg(phone order by "row") filter (where phone is not null))[1] as phone
      from roster group by head having count(*) > 1
    ), judged as (
      select s."row", case
          when s.first_unit < s."row" then case when s.code is null then 'email_twice' else 'code_twice' end
          when s.email is not null and s.first_owner < s.head then 'email_twice'
          when s.name_lower <> g.name_lower then 'name_differs'
          when s.email <> g.email then 'email_differs'
          when s.phone <> g.phone then 'phone_differs'
          when (s.bare and s.first_name < s."row") or s.first_bare < s."row" then 'name_twice' end as kind,
        s.first_unit, s.first_email, s.head, case when s.bare then s.first_name else s.first_bare end as first_named
      from seen s left join several g on g.head = s.head
    )
    select "row", kind, case when first_unit < "row" then first_unit when kind = 'email_twice' then first_email
      when kind = 'name_twice' then first_named else head end as other
    from judged where kind is not null order by "row"`);
}

/**
 * Finds whom each row means and locks them: by code, else by e-mail, else by name and unit. A code nobody has falls back
 * on the e-mail of someone without a code. Rows without code and e-mail whose units all know them as one person are that
 * person's. Returns the rows that would touch someone else.
 */
export async function matchPeople(tx: Tx): Promise<Clash[]> {
  const clashes = await tx.execute<Clash & Record<string, unknown>>(sql`
    with heads as (select * from roster where "row" = head), named as (
      select r."row", min(p.id) as id, count(*) as people
      from heads r join posts o on o.unit_id = r.unit_id
      join people p on p.id = o.person_id and p.name_key = r.name_key and lower(p.full_name) = r.name_lower
      where r.code is null and r.email is null group by r."row"
    ), matched as (
      select r."row", n.people, c.id as by_code, m.id as by_email, m.code as code_there, r.code,
        r.code is null and r.email is null as bare,
        case when r.code is null then coalesce(m.id, n.id) when c.id is not null then c.id
             when m.code is null then m.id end as id
      from heads r
      left join people c on c.code = r.code
      left join people m on lower(m.email) = r.email
      left join named n on n."row" = r."row"
    ), judged as (
      select *, case
          when people > 1 then 'name_of_several'
          when code is not null and by_email is distinct from by_code and by_email is not null
            and (by_code is not null or code_there is not null) then 'email_of_another' end as fault,
        min("row") over (partition by id) as first_row, bool_and(bare) over (partition by id) as all_bare
      from matched
    ), kept as (
      update roster r set person_id = j.id, head = j.first_row from judged j
      where j."row" = r.head and j.fault is null and j.id is not null and (j.first_row = j."row" or j.all_bare)
    )
    select r."row", coalesce(j.fault, 'person_twice') as kind, case when j.fault is null then j.first_row end as other
    from judged j join roster r on r.head = j."row"
    where j.fault is not null or (j.id is not null and j.first_row < j."row" and not j.all_bare) order by 1`);
  await tx.execute(sql`
    select 1 from people where id in (select person_id from roster) order by id for no key update`);
  // Whoever was being erased, or forgotten, meanwhile has been.
  await tx.execute(sql`
    update roster r set person_id = null where r.person_id is not null
      and not exists (select 1 from people p where p.id = r.person_id and p.erased_at is null)`);
  return clashes;
}
