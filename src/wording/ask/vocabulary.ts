import type { CohortId, CourseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { Question } from "#domain/question.ts";
import type { LocalDate } from "#domain/time.ts";
import type { KnownModule } from "./titles.ts";

export interface KnownUnit {
  readonly id: UnitId;
  readonly name: string;
  /** Names from the root, joined by " / ". */
  readonly path: string;
  /** What it was called before, and the units that became part of it. */
  readonly formerNames: readonly string[];
}

/** All that a question can be about: what the asker may see, and nothing else. */
export interface Vocabulary {
  readonly units: readonly KnownUnit[];
  /** The units the asker supervises, without those below another of them; empty: they can ask about themselves only. */
  readonly own: readonly { readonly id: UnitId; readonly name: string; readonly path: string }[];
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string }[];
  /** Courses made for an audience, with what the audience is called. */
  readonly audiences: readonly { readonly course: CourseId; readonly words: readonly string[] }[];
  /** Of the courses of these cohorts, as they are taught now. */
  readonly modules: readonly KnownModule[];
  /** Only those whom the text may name. */
  readonly people: readonly { readonly id: LearnerId; readonly fullName: string; readonly unitPath: string }[];
  readonly today: LocalDate;
}

export interface Choice {
  /** The question in words, short. */
  readonly label: string;
  readonly question: Question;
}

export type ReadQuestion =
  | { readonly kind: "question"; readonly question: Question }
  /** Not clear: which of these, at least one. */
  | { readonly kind: "which"; readonly choices: readonly Choice[] }
  /** It names somebody or something that the asker cannot see, or that does not exist. */
  | { readonly kind: "unknown_subject" }
  /** No question about progress. */
  | { readonly kind: "none" };
