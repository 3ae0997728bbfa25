/**
 * A lesson's text with what is only a slip of the keyboard mended: line ends, blanks at the end of a line, more than one
 * empty line, "[X]", three dots, straight quotation marks around words, letters and their marks apart. What it says, and
 * the front matter, stay word for word.
 */
export function mended(text: string): string {
  const lines = text
    .replace(/^\u{FEFF}/u, "")
    .normalize("NFC")
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd());
  const end = lines[0] === "---" ? lines.indexOf("---", 1) : -1;
  const body = lines.slice(end + 1).map(mendedLine);
  const whole = [...lines.slice(0, end + 1), ...body].join("\n");
  return `${whole.replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

const mendedLine = (line: string): string =>
  line
    .replace(/^(\s*[-*+]\s+)\[X\]/, "$1[x]")
    .replace(/(?<!\.)\.{3}(?!\.)/g, "…")
    .replace(/(?<=^|\s)"([^"]*)"(?![\p{L}\p{N}])/gu, "“$1”"); // not =COUNTIF(B2:B9;"x"), which must be typed so
