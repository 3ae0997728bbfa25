import { sql } from "drizzle-orm";
import type { BotKey, LearnerId, LessonId } from "#domain/ids.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { Told } from "../chats/phone-proposals.ts";
import type { Tx } from "../connect.ts";
import { ownRows } from "../own-rows.ts";

/** Everything that is kept about one person. Instants are ISO text: it is handed out as one JSON document. */
export interface MyData {
  readonly person: {
    readonly id: LearnerId;
    readonly fullName: string | null;
    readonly email: string | null;
    readonly phone: string | null;
    readonly code: string | null;
    readonly pushTime: LocalTime | null;
    /** Whether they get the supervisors' digest, where they supervise. */
    readonly wantsDigest: boolean;
    readonly agreedAt: string | null;
    readonly lastActiveAt: string | null;
    readonly erasedAt: string | null;
    readonly createdAt: string;
  };
  /** The main one first. */
  readonly posts: readonly {
    readonly unit: string;
    readonly role: "learner" | "supervisor";
    readonly title: string | null;
    readonly main: boolean;
    readonly since: string | null;
  }[];
  readonly pastPosts: readonly { readonly unit: string; readonly since: string | null; readonly until: string }[];
  /** What the last import of a roster replaced, as long as it can be undone. */
  readonly rosterBefore: readonly {
    readonly at: string;
    readonly fullName: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly code: string | null;
    readonly titles: readonly string[];
    /** All of it, as the undo would put it back. */
    readonly whole: unknown;
  }[];
  readonly cohorts: readonly {
    readonly name: string;
    readonly course: string;
    readonly invitedBy: "invite" | "cohort_code";
    readonly inviteSpentAt: string | null;
    readonly joinedDay: LocalDate | null;
    readonly leftAt: string | null;
    /** Days out of it before they were brought back. */
    readonly away: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
    readonly nextLesson: LessonId | null;
  }[];
  readonly chats: readonly {
    readonly bot: BotKey;
    readonly address: string;
    readonly state: "active" | "blocked";
    readonly lastUsedAt: string;
    /** Where the platform counts silence: what they last did there. */
    readonly lastInteraction: string | null;
    /** In this silence: when a tap was asked for, when they were told that lessons pause, when the platform refused. */
    readonly nudgedAt: string | null;
    readonly pausedAt: string | null;
    readonly refusedAt: string | null;
    /** What is being asked of them there, or what they are drafting. */
    readonly dialog: unknown;
    readonly hintedAt: string | null;
    readonly wrongCodesSince: string | null;
    /** At the door of an Official Account: greeted, or already talking; when the card that asks for a number was last sent. */
    readonly door: "greeted" | "talking" | null;
    readonly phoneAskedAt: string | null;
  }[];
  /** Somebody gave their phone number at the door of a bot: who was told of it. */
  readonly phoneProposals: readonly { readonly at: string; readonly told: Told }[];
  /** Codes of `/lienket` and links of `/bang` that are not forgotten yet: until when they open something, not what they are. */
  readonly linkCodes: readonly { readonly expiresAt: string; readonly usedAt: string | null }[];
  readonly dashboardLinks: readonly { readonly expiresAt: string }[];
  /** Browsers that were let into the dashboard. */
  readonly dashboardSessions: readonly { readonly startedAt: string; readonly seenAt: string }[];
  readonly pauses: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
  readonly attempts: readonly {
    readonly lesson: LessonId;
    readonly title: string;
    readonly openedAt: string;
    readonly completedAt: string | null;
    readonly completedDay: LocalDate | null;
    readonly score: number | null;
    readonly passed: boolean | null;
    readonly answers: readonly {
      readonly question: string;
      readonly comeback: boolean;
      readonly chosen: readonly number[] | string | null;
      readonly right: boolean;
      readonly answeredAt: string;
    }[];
  }[];
  readonly exercises: readonly {
    readonly kind: "placement" | "practice";
    readonly course: string;
    readonly openedAt: string;
    readonly completedAt: string | null;
    readonly answers: readonly {
      readonly question: string;
      readonly chosen: readonly number[] | string | null;
      readonly right: boolean;
      readonly answeredAt: string;
    }[];
  }[];
  readonly skippedLessons: readonly { readonly lesson: LessonId; readonly day: LocalDate; readonly at: string }[];
  readonly confidence: readonly {
    readonly course: string;
    readonly module: string;
    readonly moment: "before" | "after";
    readonly rating: number;
    readonly ratedAt: string;
  }[];
  readonly points: readonly {
    readonly reason: string;
    readonly points: number;
    readonly day: LocalDate;
    readonly at: string;
  }[];
  readonly keptDays: readonly { readonly day: LocalDate; readonly by: "lesson" | "review" }[];
  readonly messages: readonly {
    readonly kind: string;
    readonly state: string;
    readonly day: LocalDate | null;
    readonly dueAt: string;
    readonly expiresAt: string | null;
    readonly sentAt: string | null;
    readonly createdAt: string;
    /** Why it did not arrive, in a word. */
    readonly reason: string | null;
    /** What it will say; it is forgotten when the message has ended. */
    readonly text: unknown;
    /** What the platform calls it. */
    readonly platformId: string | null;
    /** What it cost, where a platform takes money. */
    readonly vnd: number | null;
  }[];
  /** What was announced to those they belong to and could not be told to them. */
  readonly missedAnnouncements: readonly { readonly at: string; readonly reason: string }[];
  /** What their digests offered to do, as numbers. */
  readonly digests: readonly { readonly day: LocalDate; readonly saidAt: string; readonly actions: unknown }[];
  /** Workbooks they asked for in chats. */
  readonly exports: readonly {
    readonly scope: string;
    readonly state: string;
    readonly askedAt: string;
    readonly doneAt: string | null;
  }[];
  /** Pictures and workbooks made for them that can still be fetched. */
  readonly files: readonly { readonly kind: string; readonly expiresAt: string }[];
  /** What they announced to those they supervise. */
  readonly announcements: readonly { readonly text: string | null; readonly at: string }[];
  /** What they wrote and we have not yet forgotten. */
  readonly written: readonly {
    readonly receivedAt: string;
    readonly handledAt: string | null;
    readonly state: string;
    readonly update: unknown;
    /** Where handling it failed, never what it said. */
    readonly error: string | null;
  }[];
  /** What was done to their rights and data. */
  readonly deeds: readonly Deed[];
  /** What they did as a supervisor to others' data and rights. */
  readonly ownDeeds: readonly (Deed & { readonly subject: string })[];
}

interface Deed {
  readonly at: string;
  readonly deed: string;
  /** Numbers. */
  readonly detail: unknown;
}

const list = (rows: ReturnType<typeof sql>) => sql`coalesce((select jsonb_agg(x) from (${rows}) x), '[]'::jsonb)`;

/** What a table holds of the person `p`. */
const own = (table: string, column?: string) => ownRows(table, sql`p.id`, column);

/** Null when there is no such person. */
export async function readMyData(tx: Tx, learner: LearnerId): Promise<MyData | null> {
  const answers = list(sql`
    select w.content -> 'questions' -> r.question::int ->> 'prompt' as question, r.comeback, r.chosen, r."right", r.answered_at as "answeredAt"
    from (select * from answers y where y.attempt_id = a.id offset 0) r order by r.id`);
  const exerciseAnswers = list(sql`
    select w.content -> 'questions' -> (x.items -> r.item::int ->> 'question')::int ->> 'prompt' as question, r.chosen, r."right",
      r.answered_at as "answeredAt"
    from exercise_answers r join lesson_versions w on w.id = (x.items -> r.item::int ->> 'version')::bigint
    where r.exercise_id = x.id order by r.item`);
  const [row] = await tx.execute<{ data: MyData }>(sql`
    select jsonb_build_object(
      'person', jsonb_build_object('id', p.id, 'fullName', p.full_name, 'email', p.email, 'phone', p.phone, 'code', p.code,
        'pushTime', left(p.push_time::text, 5), 'wantsDigest', p.wants_digest, 'agreedAt', p.agreed_at, 'lastActiveAt', p.last_active_at,
        'erasedAt', p.erased_at, 'createdAt', p.created_at),
      'posts', ${list(sql`select u.path as unit, o.role, o.title, o.main, nullif(o.since, '-infinity') as since
        from posts o join units u on u.id = o.unit_id where o.person_id = p.id order by o.main desc, u.path`)},
      'pastPosts', ${list(sql`select u.path as unit, nullif(o.since, '-infinity') as since, o.until
        from ${own("past_posts", "person_id")} o join units u on u.id = o.unit_id order by o.until`)},
      'rosterBefore', ${list(sql`select i.at, c.before ->> 'name' as "fullName", c.before ->> 'email' as email, c.before ->> 'phone' as phone,
        c.before ->> 'code' as code, jsonb_path_query_array(c.before, '$.posts[*].title ? (@ != null)') as titles, c.before as whole
        from roster_changes c join roster_imports i on i.id = c.import_id where c.learner_id = p.id and c.before is not null order by i.id`)},
      'cohorts', ${list(sql`select c.name, c.course_id as course,
        case when e.invite_code is null then 'cohort_code' else 'invite' end as "invitedBy", e.invite_spent_at as "inviteSpentAt", e.joined_day as "joinedDay", e.left_at as "leftAt", e.away, e.next_lesson_id as "nextLesson"
        from enrolments e join cohorts c on c.id = e.cohort_id where e.learner_id = p.id order by e.id`)},
      'chats', ${list(sql`select h.bot, h.address, h.state, h.last_used_at as "lastUsedAt", w.last_interaction as "lastInteraction",
        w.nudged_at as "nudgedAt", w.paused_at as "pausedAt", w.refused_at as "refusedAt", h.dialog, h.hinted_at as "hintedAt", h.wrong_codes_since as "wrongCodesSince",
         h.door, h.phone_asked_at as "phoneAskedAt"
        from ${own("chats")} h left join lateral (select * from silences y where y.chat_id = h.id offset 0) w on true order by h.id`)},
      'phoneProposals', ${list(sql`select q.at, q.told from ${own("phone_proposals", "person_id")} q order by q.id`)},
      'linkCodes', ${list(sql`select k.expires_at as "expiresAt", k.used_at as "usedAt" from link_codes k where k.learner_id = p.id order by k.expires_at`)},
      'dashboardLinks', ${list(sql`select k.expires_at as "expiresAt" from dashboard_links k where k.person_id = p.id`)},
      'dashboardSessions', ${list(sql`select s.started_at as "startedAt", s.seen_at as "seenAt"
        from dashboard_sessions s where s.person_id = p.id order by s.started_at`)},
      'pauses', ${list(sql`select z.from_day as "from", z.to_day as "to" from pauses z where z.learner_id = p.id order by z.from_day`)},
      'attempts', ${list(sql`select a.lesson_id as lesson, w.title, a.opened_at as "openedAt", a.completed_at as "completedAt", a.completed_day as "completedDay", a.score, a.passed,
        ${answers} as answers
        from ${own("attempts")} a join lesson_versions w on w.id = a.lesson_version_id order by a.id`)},
      'exercises', ${list(sql`select x.kind, x.course_id as course, x.opened_at as "openedAt", x.completed_at as "completedAt",
        ${exerciseAnswers} as answers from ${own("exercises")} x order by x.id`)},
      'skippedLessons', ${list(sql`select s.lesson_id as lesson, s.skipped_day as day, s.skipped_at as at from skips s where s.learner_id = p.id order by s.lesson_id`)},
      'confidence', ${list(sql`select f.course_id as course, f.module_id as module, f.moment, f.rating, f.rated_at as "ratedAt"
        from confidence_ratings f where f.learner_id = p.id order by f.rated_at, f.moment`)},
      'points', ${list(sql`select l.reason, l.points, l.earned_on as day, l.earned_at as at from ${own("points_ledger")} l order by l.id`)},
      'keptDays', ${list(sql`select s.day, s.by from ${own("streak_days")} s order by s.day`)},
      'messages', ${list(sql`select d.kind, d.state, d.study_day as day, d.due_at as "dueAt", d.expires_at as "expiresAt", d.sent_at as "sentAt",
        d.created_at as "createdAt", d.reason, d.body as text, d.platform_id as "platformId",
        (select sum(c.vnd) from charges c where c.delivery_id = d.id) as vnd from ${own("deliveries")} d order by d.id`)},
      'missedAnnouncements', ${list(sql`select n.created_at as at, m.reason from announcement_misses m join announcements n on n.id = m.announcement_id
        where m.learner_id = p.id order by n.id`)},
      'digests', ${list(sql`select g.day, g.said_at as "saidAt", g.actions from digests g where g.learner_id = p.id order by g.day`)},
      'exports', ${list(sql`select x.scope_kind as scope, x.state, x.asked_at as "askedAt", x.done_at as "doneAt" from exports x where x.viewer_id = p.id order by x.id`)},
      'files', ${list(sql`select f.kind, f.expires_at as "expiresAt" from private_files f where f.viewer_id = p.id order by f.id`)},
      'announcements', ${list(sql`select n.text, n.created_at as at from ${own("announcements", "sender_id")} n order by n.id`)},
      'written', ${list(sql`select i.received_at as "receivedAt", i.handled_at as "handledAt", i.state, i.payload as "update", i.error
        from ${own("chats")} h cross join lateral (select * from inbox y where y.bot = h.bot and y.chat = h.address offset 0) i
        where i.payload is not null order by i.id`)},
      'deeds', ${list(sql`select t.at, t.deed, t.detail from audit t where t.subject = 'learner:' || p.id order by t.id`)},
      'ownDeeds', ${list(sql`select t.at, t.deed, t.subject, t.detail from audit t where t.actor = p.id::text order by t.id`)}
    ) as data
    from people p where p.id = ${learner}`);
  return row?.data ?? null;
}
