/** Every row that the oracle reads, as JSON, straight from the tables. */
import { sql } from "drizzle-orm";
import type { Db, Tx } from "#db/connect.ts";

export interface Unit {
  readonly id: number;
  readonly parent_id: number | null;
  readonly name: string;
  readonly lineage: string;
  readonly path: string;
  readonly ended_at: string | null;
}

export interface Person {
  readonly id: number;
  readonly full_name: string | null;
  readonly agreed_at: string | null;
  readonly erased_at: string | null;
}

export interface Enrolment {
  readonly id: number;
  readonly learner_id: number;
  readonly cohort_id: number;
  readonly joined_day: string | null;
  readonly next_lesson_id: string | null;
  readonly left_at: string | null;
}

export interface Cohort {
  readonly id: number;
  readonly name: string;
  readonly course_id: string;
  readonly start_day: string;
  readonly push_time: string;
  readonly weekdays: readonly number[];
}

export interface Attempt {
  readonly id: number;
  readonly learner_id: number;
  readonly lesson_id: string;
  readonly cohort_id: number;
  readonly completed_at: string | null;
  readonly completed_day: string | null;
}

interface Post {
  readonly person_id: number;
  readonly unit_id: number;
  readonly role: "learner" | "supervisor";
  /** "-infinity" where nobody knows. */
  readonly since: string;
}

export interface Raw {
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly posts: readonly Post[];
  readonly past_posts: readonly {
    readonly person_id: number;
    readonly unit_id: number;
    readonly since: string;
    readonly until: string;
  }[];
  readonly cohorts: readonly Cohort[];
  readonly enrolments: readonly Enrolment[];
  readonly attempts: readonly Attempt[];
  readonly answers: readonly {
    readonly attempt_id: number;
    readonly comeback: boolean;
    readonly right: boolean;
    readonly answered_at: string;
  }[];
  readonly points_ledger: readonly {
    readonly learner_id: number;
    readonly points: number;
    readonly earned_on: string;
  }[];
  readonly streak_days: readonly { readonly learner_id: number; readonly day: string }[];
  readonly pauses: readonly { readonly learner_id: number; readonly from_day: string; readonly to_day: string }[];
  readonly holidays: readonly { readonly day: string }[];
  readonly skips: readonly { readonly learner_id: number; readonly lesson_id: string; readonly skipped_day: string }[];
  readonly chats: readonly { readonly learner_id: number | null; readonly state: "active" | "blocked" }[];
  readonly course_versions: readonly {
    readonly id: number;
    readonly course_id: string;
    readonly current: boolean;
    readonly modules: readonly { readonly id: string; readonly title: string }[];
  }[];
  readonly course_lessons: readonly {
    readonly course_version_id: number;
    readonly module_id: string;
    readonly lesson_id: string;
  }[];
}

const tables = [
  ...["units", "people", "posts", "past_posts", "cohorts", "enrolments", "attempts", "answers", "points_ledger"],
  ...["streak_days", "pauses", "holidays", "skips", "chats", "course_versions", "course_lessons"],
];

export async function loadRaw(db: Db | Tx): Promise<Raw> {
  const raw: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = await db.execute<{ row: unknown }>(sql`select to_jsonb(t) as "row" from ${sql.raw(table)} t`);
    raw[table] = rows.map(({ row }) => row);
  }
  return raw as unknown as Raw;
}
