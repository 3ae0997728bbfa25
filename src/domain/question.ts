/**
 * What a supervisor can ask about people's progress, and what is found. One definition of every figure, for the chat, the
 * picture, the file and the dashboard alike.
 *
 * The people of a subject are those on the roster (they have not left the cohort; who was erased stays counted) who hold
 * a post in it that the asker may see; each is counted once. What happened on a day belongs to the unit in which the person
 * held a post when that day ended (for today: now), whatever the unit has become since.
 */
import type { Bound } from "./bound.ts";
import type { CohortId, CourseId, LearnerId, UnitId } from "./ids.ts";
import type { LocalDate } from "./time.ts";

/**
 * - `people`: on the roster. Only `now`.
 * - `joined`: of these, who agreed to the privacy notice. Only `now`.
 * - `not_joined`: of these, who has a place in a cohort and has not joined one; not who was erased. Only `now`.
 * - `learnt`: completed at least one lesson on the days of the period, in a cohort of the subject.
 * - `not_learnt`: were to learn and kept no day of the period: joined the cohort, or was brought back to it, on or before the period's first day, agreed,
 *   with a lesson left, not paused on its last day, in a cohort with a study day within it. Whoever learns in several cohorts
 *   was to learn on days of the oldest that has begun, whose lessons they are sent.
 * - `lessons`: how many lessons were completed. `now`: by the people of the subject, ever, in its cohorts.
 * - `completion`: `now`: lessons completed ÷ lessons due to date, at most 1; what somebody skipped, or completed in another
 *   cohort, is not due for them. Of a module: its lessons completed ÷ its lessons, over all people of courses that have it, without skipped ones.
 * - `score`: first tries that were right ÷ first tries, in lessons of the subject's cohorts.
 * - `points`: the sum of the points earned.
 * - `streak`: who has a streak of one day or more now; of one person: its days. Only `now`.
 * - `unreachable`: joined, and every chat is closed. Only `now`.
 * - `paused`: paused on today's date. Only `now`.
 * - `overdue`: joined, a lesson left, and fewer lessons completed (or skipped) than were due by the end of yesterday. Only `now`.
 * - `finished`: joined, and no lesson left in any cohort of the subject. Only `now`.
 * - `forecast`: lessons that will probably be completed by the cohorts' last due day ÷ all lessons. Only `now`.
 */
export type Measure =
  | "people"
  | "joined"
  | "not_joined"
  | "learnt"
  | "not_learnt"
  | "lessons"
  | "completion"
  | "score"
  | "points"
  | "streak"
  | "unreachable"
  | "paused"
  | "overdue"
  | "finished"
  | "forecast";

/** Whom a question is about. */
export type Subject =
  /** Whoever asks, as a learner. */
  | { readonly kind: "me" }
  | { readonly kind: "person"; readonly id: LearnerId }
  /** A unit and everything below it. */
  | { readonly kind: "unit"; readonly id: UnitId }
  /** All that the asker supervises. */
  | { readonly kind: "own" }
  | { readonly kind: "cohort"; readonly id: CohortId }
  /** Who learns the course made for an audience. */
  | { readonly kind: "audience"; readonly course: CourseId };

/** When. Days are study days of the learner's zone, both ends included. */
export type Period =
  /** As things stand. */
  | { readonly kind: "now" }
  | { readonly kind: "days"; readonly from: LocalDate; readonly to: LocalDate }
  /** A module of the subject's courses by its number, from 1. */
  | { readonly kind: "module"; readonly number: number };

/** In which form an answer is wanted. */
export type Form =
  /** One figure: a number of people, a share, a sum. */
  | { readonly kind: "total" }
  /** Who they are, by unit and name; only of a measure that counts people. */
  | { readonly kind: "names" }
  /**
   * Those who do best first, or worst: of who has not joined or learnt, is paused, overdue or out of reach the fewest are best;
   * at most `limit`. Units are those below the subject, each with what lies below it, whose name
   * begins with a word of `level` ("xa", "phuong": folded); no word: the parts directly below the subject. Equal ones share
   * a place and stand by name. Of people only `lessons`, `completion`, `score`, `points`, `streak`.
   * `by`: units are compared by how many people it is so of; else by their share, so that the size of a unit decides nothing.
   * `beyond`: only those on that side of a line, the one farthest from it first; between two lines the greatest first.
   */
  | {
      readonly kind: "ranking";
      readonly of: "units" | "people";
      readonly level: readonly string[];
      readonly best: boolean;
      readonly limit: number;
      readonly by?: "number";
      readonly beyond?: Bound;
    }
  /** Whether the subject's figure lies beyond a line, or between two. Of one person only what people are ranked by. */
  | { readonly kind: "reached"; readonly beyond: Bound }
  /**
   * What is taught, one beside another, as their courses are taught now: modules (those of one title are one, in whatever course) or
   * lessons; those that go best first, or worst, at most `limit`; what has no figure has no place. Only of `score` and, of modules, `completion`;
   * of one person other than whoever asks only modules. `by`: `share` compares the figure itself; `people` how many
   * answered a question of it wrong at the first try, of all who answered one: only of `score`.
   */
  | {
      readonly kind: "taught";
      readonly of: "modules" | "lessons";
      readonly best: boolean;
      readonly by: "share" | "people";
      readonly limit: number;
    }
  /**
   * In which place the subject stands, the best first. A unit: among the units beside it, below the same one, that the asker
   * may see, communes among communes; all that somebody supervises: where that is one unit. A person: among the people whom the asker
   * supervises; only of what people are ranked by. Whoever asks: the place is on the board of their unit, not here; only of `points`.
   */
  | { readonly kind: "place" }
  /** Beside another subject, or beside another period of the same one: `with` stands second. */
  | { readonly kind: "comparison"; readonly with: { readonly subject: Subject; readonly period: Period } };

export interface Question {
  readonly measure: Measure;
  readonly subject: Subject;
  readonly period: Period;
  readonly form: Form;
}

/**
 * A figure, exact. People: `part` of them, of `whole` people of the subject. A rate: `part` ÷ `whole`, no figure where
 * `whole` is 0. A sum or a number of days: `part`, and `whole` is null.
 */
export interface Value {
  readonly part: number;
  readonly whole: number | null;
  /** Of a forecast: between which parts four times in five it will come out. */
  readonly range?: { readonly low: number; readonly high: number };
}

export interface FoundPerson {
  readonly learnerId: LearnerId;
  readonly fullName: string;
  /** The path of their unit within the subject. */
  readonly unit: string;
}

/** One line of a ranking or comparison. */
export interface FoundRow {
  /** From 1; equal ones share it. 0 in a comparison. */
  readonly place: number;
  /** A unit's or cohort's name, a person's full name, the title of what is taught. */
  readonly name: string;
  /** The unit's path, where the name is a unit's or a person's; the module's title, where it is a lesson's. */
  readonly path: string | null;
  readonly value: Value;
}

/** The answer to a question. */
export interface Finding {
  readonly question: Question;
  /** What the subject is called: a unit's path, a person's full name; several units of the asker's joined by "; ". */
  readonly name: string;
  readonly asOf: Date;
  /** Of the whole subject and period, in every form. */
  readonly total: Value;
  /** In the form `names`: at most 60, and how many there are is `total.part`. */
  readonly people: readonly FoundPerson[];
  /** In the forms `ranking`, `taught`, `comparison` and `place`: there one at most, none where the subject has no figure. */
  readonly rows: readonly FoundRow[];
  /**
   * Of a ranking beyond a line: how many are there, of how many that have a figure, also where `rows` has no room for them. Of a place: 1,
   * of how many that have one, itself included; none where the asker sees no unit beside it.
   */
  readonly standing?: { readonly part: number; readonly whole: number };
  /** In the form `taught`: the subject holds so much that it is not counted piece by piece while somebody waits; `rows` is empty. */
  readonly tooMuch?: true;
  /** In the form `reached`: whether the total lies beyond the line; none where it is no figure. */
  readonly reached?: boolean;
}
