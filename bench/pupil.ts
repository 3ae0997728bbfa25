import type { Lesson } from "../src/domain/course.ts";
import { askedQuestions, nextTurn, optionOrder } from "../src/domain/quiz.ts";
import type { Pupil } from "./school.ts";

/**
 * The presses with which someone goes through a lesson of options: every fifth learner gets the first question wrong,
 * and right when it comes back.
 */
export function presses(lesson: Lesson, { attempt, questions }: Pupil): string[] {
  const asked = askedQuestions(lesson.questions.length, questions, attempt);
  const answers: { question: number; comeback: boolean; right: boolean }[] = [];
  const pressed: string[] = [];
  for (let turn = nextTurn(asked, answers); turn !== null; turn = nextTurn(asked, answers)) {
    const question = lesson.questions[turn.question]!;
    const order = optionOrder(question, attempt);
    const right = question.options.flatMap((option, index) => (option.right ? [order.indexOf(index)] : []));
    const wrong = [order.findIndex((index) => !question.options[index]!.right)];
    const errs = attempt % 5 === 0 && answers.length === 0 && wrong[0] !== -1;
    pressed.push(`a:${attempt}:${turn.question}:${turn.comeback ? 1 : 0}:${(errs ? wrong : right).join(",")}`);
    answers.push({ ...turn, right: !errs });
  }
  return pressed;
}
