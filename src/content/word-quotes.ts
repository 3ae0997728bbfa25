import type { Notes } from "./problem.ts";

/** What is passed over: a comment, and what stands in plain quotes, where other quotes are its author's own. */
const passed = String.raw`(?:^|\s)#.*|"(?:[^"\\]|\\.)*"`;

/** “An toàn”, and a pair of which one half is plain. */
const quoted = `[“”„‟«]([^“”„‟«»"]*)[“”‟»"]|"([^"“„«]*)[”»]|[‘’‚‛]([^‘’‚‛'"]*)[‘’']`;

/** A whole value of a line of its own, and one in a group or a list of one line. */
const alone = new RegExp(String.raw`${passed}|(?<=^\s*(?:-\s+)?(?:[\w-]+:\s+)?)(?:${quoted})(?=\s*$|\s+#)`, "gu");
const grouped = new RegExp(String.raw`${passed}|(?<=[:[{,]\s*)(?:${quoted})(?=\s*[,\]}])`, "gu");

const mostShown = 120;

/**
 * A value in the quotes of a word processor: title: “An toàn”. YAML takes them for letters, which people would then
 * read. Notes each line that has them, and gives the text with plain ones, so that what else is wrong with it is told.
 */
export function withPlainQuotes(text: string, firstLine: number, notes: Notes): string {
  return text
    .split("\n")
    .map((line, index) => {
      const plain = line.replace(/[[{]/.test(line) ? grouped : alone, (whole, ...groups: (string | undefined)[]) => {
        const inner = groups.slice(0, 3).find((one) => one !== undefined);
        return inner === undefined ? whole : `"${inner}"`;
      });
      if (plain !== line) notes.error(firstLine + index, "yaml-word-quotes", brief(plain.trim()));
      return plain;
    })
    .join("\n");
}

const brief = (text: string): string => (text.length > mostShown ? `${text.slice(0, mostShown)}…` : text);
