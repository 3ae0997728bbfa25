import type { QuestionType } from "#domain/course.ts";

/** The question a typed text may answer, as the person sees it. */
export interface ShownQuestion {
  readonly type: QuestionType;
  /** Texts in the order shown, so with the letters A, B, …; empty for `short` and `numeric`. */
  readonly options: readonly string[];
  /** No other question may be meant by a lone number: "2" is then the second option. */
  readonly openSingle: boolean;
}

export interface TypedText {
  readonly kind: "text";
  /** As typed, courtesy aside; the number alone where a number was asked for. */
  readonly text: string;
  /** The same without lead-ins, quotes and closings: "đáp án là “mật khẩu”" is "mật khẩu". Either may be the answer. */
  readonly core: string;
  readonly questionNumber: number | null;
}

/**
 * What a text says to a question. `questionNumber` is the number typed before the answer ("Câu 2: B"), else null.
 * - `options`: positions from 0 in the order shown; in the order typed for `order`, ascending for the others.
 * - `ask`: meant as an answer, but two readings are possible: ask again, it costs nothing.
 * - `none`: no answer at all.
 */
export type ReadAnswer =
  | { readonly kind: "options"; readonly positions: readonly number[]; readonly questionNumber: number | null }
  | TypedText
  | { readonly kind: "skip"; readonly questionNumber: number | null }
  | { readonly kind: "ask" }
  | { readonly kind: "none" };
