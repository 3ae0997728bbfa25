/** What a person who knows the lessons (or does not) answers to the question in a message. */

export interface Asked {
  readonly type: "single" | "multiple" | "truefalse" | "short" | "numeric" | "order";
  readonly prompt: string;
  readonly options: readonly string[];
  /** Indexes into `options` as written, or the accepted texts. */
  readonly correct: readonly (number | string)[];
}

/** The question a message ends with. Throws when there is none: then the story expected one. */
export function questionIn(text: string, bank: readonly Asked[]): Asked {
  const flat = text.normalize("NFC");
  const at = (asked: Asked) => flat.lastIndexOf(asked.prompt.normalize("NFC"));
  const [last] = bank.filter((asked) => at(asked) >= 0).sort((a, b) => at(b) - at(a));
  if (last === undefined) throw new Error(`no known question in: ${text}`);
  return last;
}

/** What to type, or the label to press, for an answer that is right or wrong. */
export function reply(text: string, asked: Asked, right: boolean): string {
  switch (asked.type) {
    case "single":
      return labelsOf(text, asked, right)[0]!;
    case "truefalse":
      return asked.options[right ? Number(asked.correct[0]) : 1 - Number(asked.correct[0])]!;
    case "multiple":
      return right ? labelsOf(text, asked, true).join(", ") : labelsOf(text, asked, false)[0]!;
    case "order": {
      const order = asked.correct.map((index) => labelOf(text, asked.options[Number(index)]!));
      return (right ? order : order.toReversed()).join(", ");
    }
    case "short": {
      const [answer] = asked.correct.map(String);
      // Where a number is asked for, words without one are no answer.
      return right ? answer! : /\d/.test(answer!) ? "987654" : "con mèo";
    }
    case "numeric":
      return right ? String(asked.correct[0]) : "987654";
  }
}

const labelsOf = (text: string, asked: Asked, right: boolean): string[] =>
  asked.options
    .filter((_, index) => asked.correct.includes(index) === right)
    .map((option) => labelOf(text, option))
    .sort();

/** The letter before an option in the message: everyone sees them in an order of their own. */
function labelOf(text: string, option: string): string {
  const lines = text.normalize("NFC").split("\n");
  const line = lines.findLast((one) => one.slice(1) === `. ${option.normalize("NFC")}`);
  if (line === undefined) throw new Error(`option not shown: ${option}`);
  return line[0]!;
}
