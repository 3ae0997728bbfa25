import { join } from "node:path";
import type { ModulePicture } from "#domain/course.ts";
import { plainText, type RichText } from "#domain/text.ts";
import { readProse } from "../body.ts";
import { parseMarkdown } from "../markdown.ts";
import { readPlainFile } from "../plain-file.ts";
import type { Notes } from "../problem.ts";
import { shownLetters } from "./font.ts";
import { pictureHash } from "./png.ts";
import { type Drawing, readDrawing, wordsIn } from "./svg.ts";

/** A module's picture as it is drawn, and what is said where it cannot be shown. */
export const pictureFiles = ["picture.svg", "picture.md"] as const;

export type PictureFile = (typeof pictureFiles)[number];

/** Far above what a drawing of a few words needs. */
const maxDrawingBytes = 200_000;

/** A caption has 1,024 units on the smallest platform, and a line may stand before it. */
const maxText = 900;

/**
 * A module's picture with its drawing; null where half of it is missing, or has a fault.
 * @param root no link may lead out of it
 * @param folder the module's, from the root
 * @param found which of the two files are there, at least one
 */
export async function readPicture(
  root: string,
  folder: string,
  found: readonly PictureFile[],
  notesAt: (file: string) => Notes,
): Promise<{ readonly picture: ModulePicture; readonly svg: string } | null> {
  const [drawn, written] = pictureFiles.map((name) => notesAt(`${folder}/${name}`)) as [Notes, Notes];
  const missing = pictureFiles.find((name) => !found.includes(name));
  if (missing !== undefined) {
    const there = missing === "picture.md" ? drawn : written;
    there.warn(1, "picture-half", missing);
  }
  const read = async (name: PictureFile, notes: Notes, bytes?: number) =>
    found.includes(name) ? readPlainFile(join(root, folder, name), root, notes, bytes) : null;
  const svg = await read("picture.svg", drawn, maxDrawingBytes);
  const markdown = await read("picture.md", written);
  const drawing = svg === null ? null : readDrawing(svg, await shownLetters(), drawn);
  const text = markdown === null ? null : readText(markdown, written);
  if (svg === null || drawing === null || text === null) return null;
  noteUnsaid(drawing, text, drawn);
  return { picture: { hash: pictureHash(svg), alt: drawing.alt, text }, svg };
}

/** Who gets the text alone must not miss anything. */
function noteUnsaid({ words }: Drawing, text: RichText, notes: Notes): void {
  const said = new Set(wordsIn(plainText(text)));
  for (const line of new Set(words.map((word) => word.line))) {
    const missing = words.filter((one) => one.line === line && !said.has(one.word)).map(({ word }) => word);
    if (missing.length > 0) notes.warn(line, "picture-unsaid", [...new Set(missing)]);
  }
}

function readText(markdown: string, notes: Notes): RichText | null {
  const root = parseMarkdown(markdown, notes);
  if (root === null) return null;
  const { text } = readProse(root.children, notes);
  const length = plainText(text).trim().length;
  if (length === 0) notes.error(1, "picture-text-empty");
  if (length > maxText) notes.error(1, "picture-text-long", length, maxText);
  return notes.failed() ? null : text;
}
