import type { QuestionType } from "#domain/course.ts";

/** The question a typed text may answer, as the person sees it. */
export interface ShownQuestion {
  readonly type: QuestionType;
  /** Texts in the order shown, so with the letters A, B, …; empty for `short` and `numeric`. */
  readonly options: readonly string[];
  /** No other question may be meant by a lone number: "2" is then the second option. */
  readonly openSingle: boolean;
}

/**
 * What a text says to a question. `questionNumber` is the number typed before the answer ("Câu 2: B"), else null.
 * - `options`: positions from 0 in the order shown; in the order typed for `order`, ascending for the others.
 * - `ask`: meant as an answer, but two readings are possible: ask again, it costs nothing.
 * - `none`: no answer at all.
 */
export type ReadAnswer =
  | { readonly kind: "options"; readonly positions: readonly number[]; readonly questionNumber: number | null }
  | { readonly kind: "text"; readonly text: string; readonly questionNumber: number | null }
  | { readonly kind: "skip"; readonly questionNumber: number | null }
  | { readonly kind: "ask" }
  | { readonly kind: "none" };
