/** HTML as other tools keep texts in, as the plain text a chat can show. */
import type { BankLoss } from "#domain/bank-loss.ts";
import { lose } from "./bank.ts";

const breaking = new Set("p,br,div,li,tr,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre,hr".split(","));
const plainTags = new Set(["p", "br", "div", "span", "font"]);
const swallowed = new Set(["script", "style"]);

/** Plain text, "\n" between paragraphs. Tags whose meaning goes are added to `lost`, each once. Never throws. */
export function htmlText(html: string, lost: BankLoss[]): string {
  const pieces: string[] = [];
  let at = 0;
  let until: string | null = null;
  const say = (text: string) => {
    if (until === null && text !== "") pieces.push(decoded(text.replace(/\s+/g, " "), lost));
  };
  while (at < html.length) {
    const open = html.indexOf("<", at);
    const tag = open === -1 ? null : tagAt(html, open);
    if (tag === null) {
      say(html.slice(at));
      break;
    }
    say(html.slice(at, open));
    at = tag.end;
    if (tag.name === null) say("<");
    else if (until !== null) until = tag.closes && tag.name === until ? null : until;
    else {
      if (tag.name !== "" && !plainTags.has(tag.name) && !tag.closes) lose(lost, "html", tag.name);
      if (breaking.has(tag.name)) pieces.push("\n");
      if (swallowed.has(tag.name) && !tag.closes) until = tag.name;
    }
  }
  return pieces
    .join("")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

interface Tag {
  /** Lower case; empty for a comment; null where "<" is only a sign. */
  readonly name: string | null;
  readonly closes: boolean;
  readonly end: number;
}

/** Null when nothing behind `open` can be a tag any more. */
function tagAt(html: string, open: number): Tag | null {
  if (html.startsWith("<!--", open)) {
    const end = html.indexOf("-->", open + 4);
    return { name: "", closes: false, end: end === -1 ? html.length : end + 3 };
  }
  const start = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,30})(?=[\s/>:])/.exec(html.slice(open, open + 40));
  if (start === null) return { name: null, closes: false, end: open + 1 };
  const end = html.indexOf(">", open);
  if (end === -1) return null;
  return { name: start[2]!.toLowerCase(), closes: start[1] === "/", end: end + 1 };
}

/** What writers of HTML escape in Vietnamese text; letters with a mark are composed below. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", ndash: "–", mdash: "—", hellip: "…" },
  ...{ lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", laquo: "«", raquo: "»", times: "×", divide: "÷", deg: "°" },
  ...{ bull: "•", middot: "·", rarr: "→", larr: "←", le: "≤", ge: "≥", ne: "≠", euro: "€", copy: "©", reg: "®" },
};

const marks: Readonly<Record<string, string>> = { grave: "\u0300", acute: "\u0301", circ: "\u0302", tilde: "\u0303" };

function decoded(text: string, lost: BankLoss[]): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (name === undefined) return character(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)) ?? "";
    const marked = /^([a-zA-Z])(grave|acute|circ|tilde)$/.exec(name);
    const single = Object.hasOwn(named, name) ? named[name] : undefined;
    const known = marked === null ? single : (marked[1]! + marks[marked[2]!]!).normalize("NFC");
    if (known === undefined) lose(lost, "sign", whole);
    return known ?? whole;
  });
}

function character(code: number): string | null {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : null;
}

/** Text that means itself in HTML and XML alike. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
