/** A slip that keeps a text from being YAML, on the line its author would mend, with that line as it should be. */
export interface YamlSlip {
  /** Index of the line. */
  readonly at: number;
  readonly code: "yaml-tab" | "yaml-open-quote" | "yaml-open-bracket" | "yaml-colon" | "yaml-indent";
  readonly mended: string;
}

/**
 * The commonest slips, looked for where a parser gave up: it often does so lines below, and in words of its own.
 * @param failed index of the line on which it did
 */
export function slipIn(lines: readonly string[], failed: number): YamlSlip | null {
  const first = (code: YamlSlip["code"], mend: (line: string, below: string) => string | null): YamlSlip | null => {
    for (const [at, line] of lines.slice(0, failed + 1).entries()) {
      const mended = /^\s*(?:#|$)/.test(line) ? null : mend(line, below(lines, at));
      if (mended !== null) return { at, code, mended };
    }
    return null;
  };
  const here = lines[failed] ?? "";
  const colon = withColon(here);
  return (
    first("yaml-tab", withoutTab) ??
    first("yaml-open-quote", withQuote) ??
    first("yaml-open-bracket", withBracket) ??
    (colon === null ? null : { at: failed, code: "yaml-colon", mended: colon }) ??
    (/^\s+[\w-]+:(?:\s|$)/.test(here) ? { at: failed, code: "yaml-indent", mended: here.trim() } : null)
  );
}

const below = (lines: readonly string[], at: number): string =>
  lines.slice(at + 1).find((line) => line.trim() !== "") ?? "";

const withoutTab = (line: string): string | null =>
  /^ *\t/.test(line) ? `${line.trim().startsWith("- ") ? "  " : ""}${line.trim()}` : null;

function withQuote(line: string): string | null {
  const quotes = line.replaceAll('\\"', "").split('"').length - 1;
  if (quotes % 2 === 0) return null;
  if (/^[^"]*[^"\s]"\s*$/.test(line)) return line.replace(/^(\s*(?:- )?[\w-]+:\s*)/, '$1"');
  return line.replace(/("[^"]*?)(\s*(?:,\s*[\w-]+:[^"]*|[}\]]\s*))?$/, '$1"$2');
}

/** A group may go on below, indented; it does not go on with the next key. */
function withBracket(line: string, next: string): string | null {
  if (/^\s+[^\s-]/.test(next)) return null;
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "");
  const open = (sign: string) => bare.split(sign).length;
  if (open("{") > open("}")) return `${line.trimEnd()} }`;
  return open("[") > open("]") ? `${line.trimEnd()}]` : null;
}

/** "level 1" and "level:1" as "level: 1"; null where a colon and a blank stand. */
export function withColon(line: string): string | null {
  const [, key, text] = /^(\s*(?:- )?[A-Za-z][\w-]*)(?:\s+:?|:)\s*([^\s:].*)$/.exec(line) ?? [];
  return text === undefined || /^\s*(?:- )?[\w-]+:\s/.test(line) ? null : `${key}: ${text}`;
}
