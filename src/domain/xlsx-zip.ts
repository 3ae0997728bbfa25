import { inflateRawSync } from "node:zlib";

/** One file inside a zip, still packed. */
interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: Buffer;
  readonly size: number;
}

export class ZipTooBig extends Error {}

/**
 * The parts of a workbook that hold the first sheet's cells, as a zip of their own in the order a streaming reader
 * wants them. Every part is unpacked once on the way, so no size is believed that was only declared.
 * Throws ZipTooBig for a bomb and Error for what is no workbook.
 * @param limit bytes that all parts may have together when unpacked
 */
export function firstSheetOnly(bytes: Buffer, limit: number): Buffer {
  const entries = readDirectory(bytes);
  let left = limit;
  const check = (entry: Entry): Buffer => {
    const content = unpack(entry, left);
    left -= content.length;
    return content;
  };
  const take = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error(`no ${name}`);
    return entry;
  };
  const workbook = take("xl/workbook.xml");
  const rels = take("xl/_rels/workbook.xml.rels");
  const path = firstSheetPath(check(workbook).toString("utf8"), check(rels).toString("utf8"));
  const sheet = take(path);
  check(sheet);
  const optional = (name: string, empty: string): Entry => {
    const entry = entries.get(name) ?? stored(empty);
    check(entry);
    return entry;
  };
  return writeZip([
    ["xl/_rels/workbook.xml.rels", rels],
    ["xl/workbook.xml", workbook],
    ["xl/styles.xml", optional("xl/styles.xml", "<styleSheet/>")],
    ["xl/sharedStrings.xml", optional("xl/sharedStrings.xml", "<sst/>")],
    ["xl/worksheets/sheet1.xml", sheet],
  ]);
}

function firstSheetPath(workbook: string, rels: string): string {
  const id = /<(?:\w+:)?sheet\s[^>]*?r:id="([^"]+)"/.exec(workbook)?.[1];
  const relation = [...rels.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(([tag]) =>
    tag.includes(`Id="${id}"`),
  )?.[0];
  const target = relation === undefined ? undefined : /Target="([^"]+)"/.exec(relation)?.[1];
  if (id === undefined || target === undefined) throw new Error("no sheet");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
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
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.subarray(start, start + bytes.readUInt32LE(at + 20)),
      size: bytes.readUInt32LE(at + 24),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

const stored = (text: string): Entry => ({ method: 0, crc: 0, packed: Buffer.from(text), size: text.length });

function writeZip(parts: readonly (readonly [string, Entry])[]): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...parts.flatMap(([name, entry]) => [localHeader(name, entry), entry.packed]), end]);
}

function localHeader(name: string, entry: Entry): Buffer {
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt32LE(entry.crc, 14);
  header.writeUInt32LE(entry.packed.length, 18);
  header.writeUInt32LE(entry.size, 22);
  header.writeUInt16LE(name.length, 26);
  header.write(name, 30, "latin1");
  return header;
}
