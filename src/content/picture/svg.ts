import { type Element, readXml } from "../exchange/xml.ts";
import type { Notes } from "../problem.ts";

/** What a drawing says. */
export interface Drawing {
  /** What is read out in place of it. */
  readonly alt: string;
  /** The words in it, with where they stand; without those marked `aria-hidden="true"`. */
  readonly words: readonly { readonly word: string; readonly line: number }[];
}

/** Nothing that brings in a file, runs, moves or hides. */
const drawable = [
  ["svg", "title", "desc", "style", "defs", "g", "text", "tspan"],
  ["rect", "circle", "ellipse", "line", "polyline", "polygon", "path"],
].flat();

const maxAlt = 200;
/** Below this nobody of sixty reads it on a phone 360 units wide. */
const smallestLetter = 14;

/**
 * Reads a drawing; null when it has a fault.
 * @param letters the code points that the font can show
 */
export function readDrawing(text: string, letters: ReadonlySet<number>, notes: Notes): Drawing | null {
  const root = readXml(text, notes);
  if (root === null) return null;
  noteRoot(root, notes);
  noteOutside(text, notes);
  const words: { word: string; line: number }[] = [];
  walk(root, false, (element, hidden) => {
    noteElement(element, notes);
    if (element.name !== "text") return;
    const said = saidBy(element);
    noteLetters(said, element.line, letters, notes);
    if (!hidden) words.push(...wordsIn(said).map((word) => ({ word, line: element.line })));
  });
  noteSmall(text, notes);
  const alt = root.children.find(({ name }) => name === "title");
  const told = alt === undefined ? "" : saidBy(alt).replace(/\s+/g, " ").trim();
  if (told === "") notes.error(alt?.line ?? 1, "picture-without-title");
  if (told.length > maxAlt) notes.error(alt!.line, "picture-title-long", told.length, maxAlt);
  return notes.failed() ? null : { alt: told, words };
}

/** The words of a text as they are compared: letters and digits in a row, in lower case. */
export const wordsIn = (text: string): string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

function walk(element: Element, hidden: boolean, visit: (element: Element, hidden: boolean) => void): void {
  const unseen = hidden || element.attributes["aria-hidden"] === "true";
  visit(element, unseen);
  for (const inner of element.children) walk(inner, unseen, visit);
}

/** The text of an element and of what is in it; parts stand apart. */
const saidBy = ({ children, text }: Element): string => [text, ...children.map(saidBy)].join(" ");

function noteRoot({ attributes, line, name }: Element, notes: Notes): void {
  if (name !== "svg" || attributes.xmlns !== "http://www.w3.org/2000/svg") {
    notes.error(line, "not-a-drawing");
    return;
  }
  const height = Number(/^0 0 360 (\d{3})$/.exec(attributes.viewBox ?? "")?.[1]);
  if (!(height >= 360 && height <= 640)) {
    notes.error(line, "drawing-size");
  }
}

function noteElement({ attributes, line, name }: Element, notes: Notes): void {
  if (name === "script") notes.error(line, "drawing-script");
  else if (!drawable.includes(name)) {
    notes.error(line, "drawing-element", name);
  }
  for (const [attribute, value] of Object.entries(attributes)) {
    if (/^on/i.test(attribute)) notes.error(line, "drawing-attribute", attribute);
    if (/(?:^|:)(?:href|src|base)$/i.test(attribute) && !value.startsWith("#")) {
      notes.error(line, "drawing-leads-out", attribute);
    }
  }
}

/** Styles and attributes alike. */
function noteOutside(text: string, notes: Notes): void {
  text.split("\n").forEach((line, index) => {
    const outside = /@import|@font-face|url\(\s*["']?(?!\s*["']?#)|<\?xml-stylesheet/i.exec(line);
    if (outside !== null) notes.error(index + 1, "drawing-leads-out", outside[0]);
  });
}

function noteLetters(said: string, line: number, letters: ReadonlySet<number>, notes: Notes): void {
  const missing = [...new Set(said.normalize("NFC"))].filter(
    (letter) => !/\s/.test(letter) && !letters.has(letter.codePointAt(0)!),
  );
  if (missing.length === 0) return;
  notes.error(line, "drawing-letters", missing);
}

function noteSmall(text: string, notes: Notes): void {
  text.split("\n").forEach((line, index) => {
    for (const [, size] of line.matchAll(/font-size\s*[:=]\s*["']?\s*([\d.]+)/g)) {
      if (Number(size) < smallestLetter) {
        notes.warn(index + 1, "drawing-small-letters", size!, smallestLetter);
      }
    }
  });
}
