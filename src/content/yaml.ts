import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type * as z from "zod";
import { nearest } from "./nearest.ts";
import type { Notes } from "./problem.ts";

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
}

/**
 * Reads one YAML document of the core schema (dates stay text, `yes` is a word), without anchors, aliases and tags.
 * @param firstLine where `text` begins in its file, from 1
 * @returns null when it is no YAML; the notes say why
 */
export function readYaml(text: string, firstLine: number, notes: Notes): YamlText | null {
  if (nestsTooDeep(text, firstLine, notes)) return null;
  const lines = new LineCounter();
  const doc = parseDocument("\n".repeat(firstLine - 1) + text, {
    schema: "core",
    prettyErrors: false,
    logLevel: "error",
    lineCounter: lines,
  });
  const lineAt = (offset: number) => Math.max(firstLine, lines.linePos(offset).line);
  let sound = true;
  const fault = (offset: number, message: string) => {
    sound = false;
    notes.error(lineAt(offset), message);
  };
  for (const problem of [...doc.errors, ...doc.warnings]) fault(problem.pos[0], inWords(problem.code, problem.message));
  visit(doc, {
    Alias: (_, node) => fault(node.range?.[0] ?? 0, "a YAML alias (*name) is not allowed: write the value out"),
    Node: (_, node) => {
      if (node.anchor !== undefined)
        fault(node.range?.[0] ?? 0, "a YAML anchor (&name) is not allowed: put the text in quotes");
    },
  });
  if (!sound) return null;
  return { value: doc.toJS({ maxAliasCount: 0 }), lineOf: (path) => lineAt(offsetOf(doc, path)) };
}

/** Looked at before parsing: a stack that overflows inside a regular expression kills the process, uncatchably. */
function nestsTooDeep(text: string, firstLine: number, notes: Notes): boolean {
  const deep = text.split("\n").findIndex((line) => indentOf(line) > maxIndent || marksIn(line) > maxMarks);
  if (deep !== -1) notes.error(firstLine + deep, "is nested too deep: write the keys of the example and no more");
  const bracketed = text.split(/[[{]/).length - 1 > maxBrackets;
  if (bracketed)
    notes.error(firstLine, `has more than ${maxBrackets} brackets: write the keys of the example and no more`);
  return deep !== -1 || bracketed;
}

const indentOf = (line: string): number => /^[\s\-?:]*/.exec(line)![0].length;

/** What may open a level in the middle of a line: "a: b: - c". */
const marksIn = (line: string): number => line.match(/[-?:](?=\s|$)/g)?.length ?? 0;

function inWords(code: string, message: string): string {
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
    case "BAD_SCALAR_START":
      return `not YAML (${message}): put the text after the key in double quotes, key: "text"`;
    case "DUPLICATE_KEY":
      return "the key stands here a second time: delete one of the two";
    case "MULTIPLE_DOCS":
      return 'a second YAML document begins here: delete the line "---"';
    case "TAG_RESOLVE_FAILED":
      return `not allowed (${message}): put text that begins with "!" in double quotes`;
    default:
      return `not YAML (${message}): write key: "text", one key a line, none indented by tabs`;
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
 * The data as `schema` reads it, or null with one note per fault. Each schema message is the rule to follow
 * ("write …"); that of a closed object is the list of its keys.
 */
export function check<Value>(yaml: YamlText, schema: z.ZodType<Value>, notes: Notes): Value | null {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) notes.error(yaml.lineOf([...issue.path, key]), unknownKey(key, issue.message));
    } else {
      notes.error(
        yaml.lineOf(issue.path),
        `${nameOf(issue.path)} ${stateOf(valueAt(yaml.value, issue.path))}: ${issue.message}`,
      );
    }
  }
  return null;
}

function unknownKey(key: string, known: string): string {
  const meant = nearest(key, known.split(", "));
  return `unknown key "${brief(key)}": ${meant === null ? `the keys here are ${known}` : `did you mean "${meant}"?`}`;
}

const nameOf = (path: Path): string =>
  path.length === 0
    ? "this"
    : path
        .map((step, i) => (typeof step === "number" ? ` item ${step + 1}` : `${i > 0 ? " " : ""}${String(step)}`))
        .join("")
        .trim();

function stateOf(value: unknown): string {
  if (value === undefined) return "is missing";
  if (value === null) return "is empty";
  if (typeof value === "string" && value.length > 40) return `has ${value.length} characters`;
  if (typeof value === "object") return Array.isArray(value) ? `is a list of ${value.length}` : "is a group of keys";
  return `is ${JSON.stringify(value)}`;
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
