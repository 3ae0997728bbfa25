import { sql } from "drizzle-orm";
import type { BotKey, LearnerId, LessonId } from "#domain/ids.ts";
import type { LocalDate, LocalTime } from "#domain/time.ts";
import type { Tx } from "./connect.ts";
import type { Told } from "./phone-proposals.ts";

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
  }[];
  readonly cohorts: readonly {
    readonly name: string;
    readonly course: string;
    readonly joinedDay: LocalDate | null;
    readonly leftAt: string | null;
    readonly nextLesson: LessonId | null;
  }[];
  readonly chats: readonly {
    readonly bot: BotKey;
    readonly address: string;
    readonly state: "active" | "blocked";
    readonly lastUsedAt: string;
    /** Where the platform counts silence: what they last did there. */
    readonly lastInteraction: string | null;
  }[];
  /** Somebody gave their phone number at the door of a bot: who was told of it. */
  readonly phoneProposals: readonly { readonly at: string; readonly told: Told }[];
  /** Browsers that were let into the dashboard. */
  readonly dashboardSessions: readonly { readonly startedAt: string; readonly seenAt: string }[];
  readonly pauses: readonly { readonly from: LocalDate; readonly to: LocalDate }[];
  readonly attempts: readonly {
    readonly lesson: LessonId;
    readonly title: string;
    readonly openedAt: string;
    readonly completedAt: string | null;
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
  readonly skippedLessons: readonly { readonly lesson: LessonId; readonly day: LocalDate }[];
  readonly confidence: readonly {
    readonly course: string;
    readonly module: string;
    readonly moment: "before" | "after";
    readonly rating: number;
    readonly ratedAt: string;
  }[];
  readonly points: readonly { readonly reason: string; readonly points: number; readonly day: LocalDate }[];
  readonly keptDays: readonly { readonly day: LocalDate; readonly by: "lesson" | "review" }[];
  readonly messages: readonly {
    readonly kind: string;
    readonly state: string;
    readonly day: LocalDate | null;
    readonly sentAt: string | null;
  }[];
  /** What they announced to those they supervise. */
  readonly announcements: readonly { readonly text: string | null; readonly at: string }[];
  /** What they wrote and we have not yet forgotten. */
  readonly written: readonly { readonly receivedAt: string; readonly update: unknown }[];
  /** What was done to their rights and data. */
  readonly deeds: readonly { readonly at: string; readonly deed: string }[];
}

const list = (rows: ReturnType<typeof sql>) => sql`coalesce((select jsonb_agg(x) from (${rows}) x), '[]'::jsonb)`;

/** Null when there is no such person. */
export async function readMyData(tx: Tx, learner: LearnerId): Promise<MyData | null> {
  const answers = list(sql`
    select w.content -> 'questions' -> r.question::int ->> 'prompt' as question, r.comeback, r.chosen, r."right", r.answered_at as "answeredAt"
    from answers r where r.attempt_id = a.id order by r.id`);
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
        from past_posts o join units u on u.id = o.unit_id where o.person_id = p.id order by o.until`)},
      'rosterBefore', ${list(sql`select i.at, c.before ->> 'name' as "fullName", c.before ->> 'email' as email, c.before ->> 'phone' as phone,
        c.before ->> 'code' as code, jsonb_path_query_array(c.before, '$.posts[*].title ? (@ != null)') as titles
        from roster_changes c join roster_imports i on i.id = c.import_id where c.learner_id = p.id and c.before is not null order by i.id`)},
      'cohorts', ${list(sql`select c.name, c.course_id as course, e.joined_day as "joinedDay", e.left_at as "leftAt", e.next_lesson_id as "nextLesson"
        from enrolments e join cohorts c on c.id = e.cohort_id where e.learner_id = p.id order by e.id`)},
      'chats', ${list(sql`select h.bot, h.address, h.state, h.last_used_at as "lastUsedAt", w.last_interaction as "lastInteraction"
        from chats h left join silences w on w.chat_id = h.id where h.learner_id = p.id order by h.id`)},
      'phoneProposals', ${list(sql`select q.at, q.told from phone_proposals q where q.person_id = p.id order by q.id`)},
      'dashboardSessions', ${list(sql`select s.started_at as "startedAt", s.seen_at as "seenAt"
        from dashboard_sessions s where s.person_id = p.id order by s.started_at`)},
      'pauses', ${list(sql`select z.from_day as "from", z.to_day as "to" from pauses z where z.learner_id = p.id order by z.from_day`)},
      'attempts', ${list(sql`select a.lesson_id as lesson, w.title, a.opened_at as "openedAt", a.completed_at as "completedAt", a.score, a.passed,
        ${answers} as answers
        from attempts a join lesson_versions w on w.id = a.lesson_version_id where a.learner_id = p.id order by a.id`)},
      'exercises', ${list(sql`select x.kind, x.course_id as course, x.opened_at as "openedAt", x.completed_at as "completedAt",
        ${exerciseAnswers} as answers from exercises x where x.learner_id = p.id order by x.id`)},
      'skippedLessons', ${list(sql`select s.lesson_id as lesson, s.skipped_day as day from skips s where s.learner_id = p.id order by s.lesson_id`)},
      'confidence', ${list(sql`select f.course_id as course, f.module_id as module, f.moment, f.rating, f.rated_at as "ratedAt"
        from confidence_ratings f where f.learner_id = p.id order by f.rated_at, f.moment`)},
      'points', ${list(sql`select l.reason, l.points, l.earned_on as day from points_ledger l where l.learner_id = p.id order by l.id`)},
      'keptDays', ${list(sql`select s.day, s.by from streak_days s where s.learner_id = p.id order by s.day`)},
      'messages', ${list(sql`select d.kind, d.state, d.study_day as day, d.sent_at as "sentAt" from deliveries d where d.learner_id = p.id order by d.id`)},
      'announcements', ${list(sql`select n.text, n.created_at as at from announcements n where n.sender_id = p.id order by n.id`)},
      'written', ${list(sql`select i.received_at as "receivedAt", i.payload as "update" from inbox i
        where i.payload is not null and (i.bot, i.chat) in (select h.bot, h.address from chats h where h.learner_id = p.id) order by i.id`)},
      'deeds', ${list(sql`select t.at, t.deed from audit t where t.subject = 'learner:' || p.id order by t.id`)}
    ) as data
    from people p where p.id = ${learner}`);
  return row?.data ?? null;
}
