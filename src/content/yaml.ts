import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type * as z from "zod";
import type { FieldRule, FieldState } from "#domain/lesson-fault.ts";
import { nearest } from "./nearest.ts";
import type { Notes } from "./problem.ts";
import { withPlainQuotes } from "./word-quotes.ts";
import { slipIn, withColon } from "./yaml-slip.ts";

/** Enough for any course; far below where a parser that calls itself runs out of stack. */
const maxIndent = 40;
const maxMarks = 20;
const maxBrackets = 300;

type Path = readonly PropertyKey[];

export interface YamlText {
  /** Plain data as written; check it with a schema. */
  readonly value: unknown;
  /** The line of the key or item at `path`, or of the nearest thing around it that exists. */
  lineOf(path: Path): number;
  /** What stands on a line of the file. */
  textOf(line: number): string;
}

/**
 * Reads one YAML document of the core schema (dates stay text, `yes` is a word), without anchors, aliases and tags.
 * @param firstLine where `text` begins in its file, from 1
 * @returns null when it is no YAML; the notes say why
 */
export function readYaml(text: string, firstLine: number, notes: Notes): YamlText | null {
  if (nestsTooDeep(text, firstLine, notes)) return null;
  const lines = new LineCounter();
  const plain = withPlainQuotes(text, firstLine, notes);
  const doc = parseDocument("\n".repeat(firstLine - 1) + plain, {
    schema: "core",
    prettyErrors: false,
    logLevel: "error",
    lineCounter: lines,
  });
  const lineAt = (offset: number) => Math.max(firstLine, lines.linePos(offset).line);
  let sound = true;
  const fault = (offset: number, code: YamlFault) => {
    sound = false;
    notes.error(lineAt(offset), code);
  };
  const written = plain.split("\n");
  const broken = doc.errors.find(({ code }) => !known.has(code));
  const slip = broken === undefined ? null : slipIn(written, lineAt(broken.pos[0]) - firstLine);
  if (slip !== null) {
    notes.error(firstLine + slip.at, slip.code, slip.mended);
    return null; // what else the parser says comes of it
  }
  for (const problem of [...doc.errors, ...doc.warnings]) fault(problem.pos[0], faultOf(problem.code));
  visit(doc, {
    Alias: (_, node) => fault(node.range?.[0] ?? 0, "yaml-alias"),
    Node: (_, node) => {
      if (node.anchor !== undefined) fault(node.range?.[0] ?? 0, "yaml-anchor");
    },
  });
  if (!sound) return null;
  return {
    value: doc.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(offsetOf(doc, path)),
    textOf: (line) => written[line - firstLine] ?? "",
  };
}

/** Looked at before parsing: a stack that overflows inside a regular expression kills the process, uncatchably. */
function nestsTooDeep(text: string, firstLine: number, notes: Notes): boolean {
  const deep = text.split("\n").findIndex((line) => indentOf(line) > maxIndent || marksIn(line) > maxMarks);
  if (deep !== -1) notes.error(firstLine + deep, "yaml-too-deep");
  const bracketed = text.split(/[[{]/).length - 1 > maxBrackets;
  if (bracketed) notes.error(firstLine, "yaml-brackets", maxBrackets);
  return deep !== -1 || bracketed;
}

const indentOf = (line: string): number => /^[\s\-?:]*/.exec(line)![0].length;

/** What may open a level in the middle of a line: "a: b: - c". */
const marksIn = (line: string): number => line.match(/[-?:](?=\s|$)/g)?.length ?? 0;

/** Faults of a text that is well formed. */
const known = new Set(["DUPLICATE_KEY", "MULTIPLE_DOCS", "TAG_RESOLVE_FAILED"]);

type YamlFault =
  | "yaml-alias"
  | "yaml-anchor"
  | "yaml-broken"
  | "yaml-key-twice"
  | "yaml-second-document"
  | "yaml-tag"
  | "yaml-unquoted";

function faultOf(code: string): YamlFault {
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
    case "BAD_SCALAR_START":
      return "yaml-unquoted";
    case "DUPLICATE_KEY":
      return "yaml-key-twice";
    case "MULTIPLE_DOCS":
      return "yaml-second-document";
    case "TAG_RESOLVE_FAILED":
      return "yaml-tag";
    default:
      return "yaml-broken";
  }
}

function offsetOf(doc: Document, path: Path): number {
  let node: unknown = doc.contents;
  let offset = (doc.contents as Node | null)?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    }
  }
  return offset;
}

/**
 * The data as `schema` reads it, or null with one note per fault. Each schema message is the rule to follow, as `asks`
 * writes it; that of a key too many is the list of keys.
 */
export function check<Value>(yaml: YamlText, schema: z.ZodType<Value>, notes: Notes): Value | null {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  const meant = new Set<string>();
  for (const issue of result.error.issues)
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) meant.add(noteUnknown(yaml, issue.path, key, issue.message, notes));
  for (const issue of result.error.issues) {
    const state = stateOf(valueAt(yaml.value, issue.path));
    const name = nameOf(issue.path);
    if (issue.code === "unrecognized_keys" || (state[0] === "missing" && meant.has(name))) continue;
    notes.error(yaml.lineOf(issue.path), "field", name, state, JSON.parse(issue.message) as FieldRule);
  }
  return null;
}

/** "sources 1 confidence"; items are counted from 1. */
const nameOf = (path: Path): string =>
  path.map((step) => (typeof step === "number" ? step + 1 : String(step))).join(" ");

function stateOf(value: unknown): FieldState {
  if (value === undefined) return ["missing"];
  if (value === null) return ["empty"];
  if (typeof value === "string" && value.length > 40) return ["long", value.length];
  if (typeof value === "object") return Array.isArray(value) ? ["list", value.length] : ["keys"];
  return ["value", JSON.stringify(value)];
}

function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

const brief = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Notes a key that is none of `known`; returns the name of what it was probably meant to be. */
function noteUnknown(yaml: YamlText, path: Path, key: string, known: string, notes: Notes): string {
  const line = yaml.lineOf([...path, key]);
  const keys = known.split(", ");
  const first = /^[\w-]+/.exec(key)?.[0] ?? "";
  const mended = keys.includes(first) ? withColon(yaml.textOf(line)) : null;
  const meant = mended === null ? nearest(key, keys) : first;
  if (mended === null) notes.error(line, "unknown-key", brief(key), meant, known);
  else notes.error(line, "yaml-colon", mended);
  return nameOf([...path, meant ?? key]);
}
