import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The one family of all pictures, in the two weights they use: whole fonts, so that no Vietnamese letter is missing. */
export const pictureFont = {
  family: "Be Vietnam Pro",
  files: [
    require.resolve("@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf"),
    require.resolve("@expo-google-fonts/be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf"),
  ],
} as const;

/** The letters, as code points, that every weight can show. Read once, when first asked for. */
export const shownLetters: () => Promise<ReadonlySet<number>> = (() => {
  let known: Promise<ReadonlySet<number>> | null = null;
  return () => {
    known ??= Promise.all(pictureFont.files.map(async (file) => lettersOf(await readFile(file)))).then(
      ([first, ...others]) => new Set([...first!].filter((letter) => others.every((other) => other.has(letter)))),
    );
    return known;
  };
})();

/** Reads the character map (format 4: https://learn.microsoft.com/typography/opentype/spec/cmap, read 2026-11-24). */
function lettersOf(font: Buffer): Set<number> {
  const letters = new Set<number>();
  const table = (name: string) => {
    for (let at = 12; at < 12 + 16 * font.readUInt16BE(4); at += 16) {
      if (font.toString("latin1", at, at + 4) === name) return font.readUInt32BE(at + 8);
    }
    throw new Error(`the font has no table ${name}`);
  };
  const cmap = table("cmap");
  for (let record = 0; record < font.readUInt16BE(cmap + 2); record++) {
    const map = cmap + font.readUInt32BE(cmap + 8 + 8 * record);
    if (font.readUInt16BE(map) === 4) addSegments(font, map, letters);
  }
  return letters;
}

function addSegments(font: Buffer, map: number, letters: Set<number>): void {
  const twice = font.readUInt16BE(map + 6);
  const ends = map + 14;
  const starts = ends + twice + 2;
  const [deltas, offsets] = [starts + twice, starts + 2 * twice];
  for (let at = 0; at < twice; at += 2) {
    const [start, end] = [font.readUInt16BE(starts + at), font.readUInt16BE(ends + at)];
    const [delta, offset] = [font.readUInt16BE(deltas + at), font.readUInt16BE(offsets + at)];
    for (let letter = start; letter <= end && letter < 0xffff; letter++) {
      const glyph = offset === 0 ? letter : font.readUInt16BE(offsets + at + offset + 2 * (letter - start));
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) letters.add(letter);
    }
  }
}
