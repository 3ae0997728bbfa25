import { isUtf8 } from "node:buffer";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** One file inside a zip, still packed. */
interface Entry {
  readonly method: number;
  readonly packed: Buffer;
}

export class ZipTooBig extends Error {}

/**
 * The parts of a workbook that hold the first sheet's cells, as a zip of their own in the order a streaming reader
 * wants them, in ASCII alone. Every part is unpacked once on the way, so no size is believed that was only declared.
 * Throws ZipTooBig for a bomb and Error for what is no workbook.
 * @param limit bytes that all parts may have together when unpacked and in ASCII
 */
export function firstSheetOnly(bytes: Buffer, limit: number): Buffer {
  const entries = readDirectory(bytes);
  let left = limit;
  const read = (name: string, empty?: string): Buffer => {
    const entry = entries.get(name);
    if (entry === undefined && empty === undefined) throw new Error(`no ${name}`);
    const content = inAscii(entry === undefined ? Buffer.from(empty!) : unpack(entry, left), left);
    left -= content.length;
    return content;
  };
  const workbook = read("xl/workbook.xml");
  const rels = read("xl/_rels/workbook.xml.rels");
  const [first] = sheetsOf(workbook.toString("latin1"), rels.toString("latin1"));
  if (first === undefined) throw new Error("no sheet");
  const sheet = runsJoined(read(first.path));
  return writeZip([
    ["xl/_rels/workbook.xml.rels", rels],
    ["xl/workbook.xml", workbook],
    ["xl/styles.xml", read("xl/styles.xml", "<styleSheet/>")],
    ["xl/sharedStrings.xml", read("xl/sharedStrings.xml", "<sst/>")],
    ["xl/worksheets/sheet1.xml", sheet],
  ]);
}

/** As `reference` writes it. */
const referenceLength = "&#x001edb;".length;
const reference = (codePoint: number): string => `&#x${codePoint.toString(16).padStart(6, "0")};`;

/**
 * XML with every letter beyond ASCII as a reference. The streaming reader decodes each chunk by itself, and would lose
 * the letters that lie across two of them.
 */
function inAscii(xml: Buffer, limit: number): Buffer {
  if (!isUtf8(xml)) throw new Error("not UTF-8");
  if (xml.includes("<![CDATA[")) throw new Error("no place for references");
  let length = 0;
  for (const byte of xml) length += byte < 0x80 ? 1 : byte >= 0xc0 ? referenceLength : 0;
  if (length > limit) throw new ZipTooBig();
  if (length === xml.length) return xml;
  const ascii = Buffer.allocUnsafe(length);
  let to = 0;
  for (let at = 0; at < xml.length; at++) {
    const byte = xml[at]!;
    if (byte < 0x80) ascii[to++] = byte;
    else if (byte >= 0xc0) to += ascii.write(reference(codePointAt(xml, at)), to, "latin1");
  }
  return ascii;
}

/** Of well-formed UTF-8, where a letter begins: the first byte says how many follow, each with six bits. */
function codePointAt(utf8: Buffer, at: number): number {
  const first = utf8[at]!;
  const following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  let codePoint = first & (0x3f >> following);
  for (let next = 1; next <= following; next++) codePoint = (codePoint << 6) | (utf8[at + next]! & 0x3f);
  return codePoint;
}

/** A sheet of more than this, packed, holds something. */
const surelyFilled = 64 * 1024;

/**
 * The names of the sheets beside the first that hold any cell, in the workbook's order, hidden ones too. Throws as
 * `firstSheetOnly` does. @param limit bytes that they may have together when unpacked
 */
export function otherFilledSheets(bytes: Buffer, limit: number): string[] {
  const entries = readDirectory(bytes);
  let left = limit;
  const read = (name: string): Buffer => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`no ${name}`);
    const content = unpack(entry, left);
    left -= content.length;
    return content;
  };
  const sheets = sheetsOf(
    read("xl/workbook.xml").toString("utf8"),
    read("xl/_rels/workbook.xml.rels").toString("utf8"),
  );
  const isFilled = (path: string): boolean => {
    const entry = entries.get(path);
    if (entry === undefined) return false;
    return entry.packed.length > surelyFilled || /<(?:\w+:)?(?:v|is)>/.test(read(path).toString("latin1"));
  };
  return sheets.slice(1).flatMap(({ name, path }) => (isFilled(path) ? [name] : []));
}

/** The sheets in the workbook's order, and where each lies in the zip. */
function sheetsOf(workbook: string, rels: string): { readonly name: string; readonly path: string }[] {
  const relations = new Map<string | undefined, string>();
  for (const [tag] of rels.matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/g)) {
    const id = /\sId="([^"]+)"/.exec(tag)?.[1];
    if (!relations.has(id)) relations.set(id, tag);
  }
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s[^<>]*>/g)].flatMap(([tag]) => {
    const id = /r:id="([^"]+)"/.exec(tag)?.[1];
    const relation = id === undefined ? undefined : relations.get(id);
    const target = relation === undefined ? undefined : /Target="([^"]+)"/.exec(relation)?.[1];
    if (target === undefined) return [];
    const name = unescaped(/\sname="([^"]*)"/.exec(tag)?.[1] ?? "");
    return [{ name, path: target.startsWith("/") ? target.slice(1) : `xl/${target}` }];
  });
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? entities[name]! : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** What stands in a cell, up to its end: another that begins before is looked at by itself, so each is read once. */
const insides = /<is>([^<]*(?:<(?!is>|\/is>)[^<]*)*)<\/is>/g;
const phonetic = /<rPh[ >][^<]*(?:<(?!rPh[ >]|\/rPh>)[^<]*)*<\/rPh>/g;

/** Text of several fonts inside a cell as one run: the streaming reader would keep the last one alone. */
function runsJoined(sheet: Buffer): Buffer {
  if (!sheet.includes("<is>")) return sheet;
  const joined = sheet.toString("latin1").replaceAll(insides, (_, inside: string) => {
    const runs = inside.replaceAll(phonetic, "").matchAll(/<t(?:\s[^<>]*)?>([^<]*)<\/t>/g);
    return `<is><t>${[...runs].map(([, text]) => text).join("")}</t></is>`;
  });
  return Buffer.from(joined, "latin1");
}

function unpack(entry: Entry, limit: number): Buffer {
  if (entry.method === 0) {
    if (entry.packed.length > limit) throw new ZipTooBig();
    return entry.packed;
  }
  if (entry.method !== 8) throw new Error("unknown compression");
  try {
    return inflateRawSync(entry.packed, { maxOutputLength: Math.max(limit, 1) });
  } catch (error) {
    if (error instanceof RangeError) throw new ZipTooBig();
    throw error;
  }
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12 and 4.3.16; zip64 is not needed below 20 MB. */
function readDirectory(bytes: Buffer): Map<string, Entry> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("no zip directory");
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error("broken zip directory");
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    entries.set(name, {
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.subarray(start, start + bytes.readUInt32LE(at + 20)),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function writeZip(parts: readonly (readonly [string, Buffer])[]): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...parts.flatMap(([name, content]) => pack(name, content)), end]);
}

/** A local header and what it stands before; quickly packed, since the whole is in memory once more. */
function pack(name: string, content: Buffer): [header: Buffer, packed: Buffer] {
  const packed = deflateRawSync(content, { level: 1 });
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  header.write(name, 30, "latin1");
  return [header, packed];
}
