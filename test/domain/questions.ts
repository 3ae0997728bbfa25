import type { Option, Question, QuestionId, QuestionType } from "#domain/course.ts";

/** Options as in a lesson file: a plus marks the right ones, what follows a bar is said to who chose it. */
function option(written: string): Option {
  const [text = "", feedback = null] = written.replace(/^\+/, "").split("|");
  return { text, right: written.startsWith("+"), feedback };
}

export function question(type: QuestionType, written: readonly string[]): Question {
  const typed = type === "short" || type === "numeric";
  return {
    id: "mat-khau#0a1b2c3d" as QuestionId,
    type,
    prompt: "?",
    options: typed ? [] : written.map(option),
    accepted: typed ? written : [],
    explanation: "",
  };
}
