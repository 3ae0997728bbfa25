/** How wide letters of Be Vietnam Pro are, nearly, in parts of their size: by the letter without its marks. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!]/, 0.29],
  [/[ frt()/\-–"]/, 0.38],
  [/[mwMW%…@]/, 0.9],
  [/[A-Z\u0110]/, 0.71],
  [/\d/, 0.6],
];
const usual = 0.59;
/** Bold letters are wider. */
const boldly = 1.06;

const graphemes = new Intl.Segmenter("vi", { granularity: "grapheme" });

/** The width of a text in units of the drawing, rather too much than too little. */
export function widthOf(text: string, size: number, bold = false): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    const letter = segment.normalize("NFD")[0]!;
    width += widths.find(([letters]) => letters.test(letter))?.[1] ?? usual;
  }
  return width * size * (bold ? boldly : 1);
}

export interface Room {
  readonly width: number;
  readonly lines: number;
  readonly size: number;
  readonly bold?: boolean;
}

/**
 * A text in at most so many lines, parted between words where it can be; what does not fit is cut between letters as
 * people see them, with "…" in its place.
 */
export function wrapped(text: string, { width, lines, size, bold = false }: Room): readonly string[] {
  const fits = (part: string) => widthOf(part, size, bold) <= width;
  const done: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    if (fits(rest)) return [...done, rest];
    const isLast = done.length === lines - 1;
    const line = longest(rest, (part) => fits(isLast ? `${part}…` : part));
    if (isLast) return [...done, `${line.trimEnd()}…`];
    const blank = line.lastIndexOf(" ");
    const kept = rest[line.length] === " " || blank <= 0 ? line : line.slice(0, blank);
    done.push(kept.trimEnd());
    rest = rest.slice(kept.length).trimStart();
  }
  return done;
}

/** The longest beginning that fits; never less than a letter. */
function longest(text: string, fits: (part: string) => boolean): string {
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (kept !== "" && !fits(kept + segment)) break;
    kept += segment;
  }
  return kept;
}
