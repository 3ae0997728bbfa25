import type { ReadAnswer, ShownQuestion } from "./answer.ts";
import { afterLeadIns, withoutClosing } from "./answer-around.ts";
import { type Token, tokens, withoutParticles } from "./normalise.ts";
import { readWish } from "./wishes.ts";

/** Answers in some of an option's own words. */

/** What turns an option round: whoever left such a word out may mean the opposite. */
const turning = new Set(["khong", "chua", "dung", "chi", "tru", "moi", "neu", "tranh", "cam", "deu", "ca"]);
const fewest = 2;
/** So many words in a row may be less than half of a long option. */
const enough = 3;

/**
 * An option of which the typed words are a part, in its order and with nothing else, when they are of no other option:
 * "gọi tổng đài" for "Gọi số tổng đài in trên thẻ". Of several choices each part of the text may be one. What is known
 * to mean something else is no answer.
 */
export function readPart(
  text: string,
  stages: readonly (readonly Token[])[],
  question: ShownQuestion,
): ReadAnswer | null {
  if (question.type !== "single" && question.type !== "multiple") return null;
  const options = question.options.map(wordTokens);
  const found = stages.map((stage) => partOf(stage.filter(isSaid), options)).find((one) => one !== null);
  const positions = found ?? (question.type === "multiple" ? eachPart(text, options) : null);
  if (positions === null || readWish(text) !== null) return null;
  return positions === "ask" ? { kind: "ask" } : { kind: "options", positions, questionNumber: null };
}

const isSaid = ({ kind }: Token): boolean => kind !== "gap";
const wordTokens = (text: string): Token[] => tokens(text).filter(isSaid);

function partOf(typed: readonly Token[], options: readonly (readonly Token[])[]): number[] | "ask" | null {
  if (typed.length < fewest) return null;
  const left = options.map((option) => leftOut(typed, option));
  const fitting = left.flatMap((words, position) => (words === null ? [] : [position]));
  const [position] = fitting;
  if (position === undefined) return null;
  const covers =
    typed.length * 2 >= options[position]!.length || (typed.length >= enough && begins(typed, options[position]!));
  if (fitting.length > 1) return "ask";
  if (!covers) return null;
  return left[position]!.some(({ folded }) => turning.has(folded)) ? "ask" : [position];
}

/** The words of the option that were not typed; null: something was typed that is not in it, or in another order. */
function leftOut(typed: readonly Token[], option: readonly Token[]): readonly Token[] | null {
  const rest: Token[] = [];
  let next = 0;
  for (const word of option) {
    if (next < typed.length && isSame(typed[next]!, word)) next += 1;
    else rest.push(word);
  }
  return next === typed.length ? rest : null;
}

const begins = (typed: readonly Token[], option: readonly Token[]): boolean =>
  typed.every((word, index) => isSame(word, option[index]!));

/** A word typed without marks may be either. */
const isSame = (typed: Token, word: Token): boolean =>
  typed.marked === word.marked || (typed.marked === typed.folded && typed.folded === word.folded);

/** "Đặt mật khẩu dài, bật xác thực hai lớp": every part is one, or nothing is known. */
function eachPart(text: string, options: readonly (readonly Token[])[]): number[] | "ask" | null {
  const parts = text.normalize("NFC").split(/[,;\n]|\s(?:và|va|với|voi|cùng)\s/iu);
  if (parts.length < 2) return null;
  const read = parts.map((part) => {
    const said = withoutParticles(tokens(part));
    const stages = [said, withoutClosing(afterLeadIns(said), "multiple")].map((stage) => stage.filter(isSaid));
    return stages.map((stage) => partOf(stage, options)).find((one) => one !== null) ?? null;
  });
  if (read.includes(null)) return null;
  if (read.includes("ask")) return "ask";
  return [...new Set(read.flatMap((one) => one as number[]))].sort((a, b) => a - b);
}
