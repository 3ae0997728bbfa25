export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

export type Parsed =
  | { readonly ok: true; readonly text: string; readonly entities: Entity[] }
  | { readonly ok: false; readonly error: string };

const tags: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  span: "spoiler",
  "tg-spoiler": "spoiler",
  "tg-emoji": "custom_emoji",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Telegram's HTML: any other tag, a stray "<" and crossed tags fail the whole message; a stray "&" is only an "&". */
export function parseHtml(html: string): Parsed {
  const entities: Entity[] = [];
  const open: { tag: string; offset: number }[] = [];
  let text = "";
  let rest = html;
  const at = () => Buffer.byteLength(html.slice(0, html.length - rest.length));
  while (rest !== "") {
    const literal = /^[^<&]+/.exec(rest)?.[0] ?? reference(rest)?.source ?? (rest[0] === "&" ? "&" : null);
    if (literal !== null) {
      text += reference(literal)?.value ?? literal;
      rest = rest.slice(literal.length);
      continue;
    }
    const end = /^<\/\s*([a-z-]*)\s*>/i.exec(rest);
    const start = end
      ? null
      : /^<([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>/i.exec(rest);
    if (end) {
      const last = open.pop();
      const tag = end[1]!.toLowerCase();
      if (last === undefined) return problem(`Unexpected end tag at byte offset ${at()}`);
      if (tag !== "" && tag !== last.tag) {
        return problem(`Unmatched end tag at byte offset ${at()}, expected "</${last.tag}>", found "</${tag}>"`);
      }
      if (text.length > last.offset) {
        entities.push({ type: tags[last.tag]!, offset: last.offset, length: text.length - last.offset });
      }
      rest = rest.slice(end[0].length);
    } else if (start) {
      const tag = start[1]!.toLowerCase();
      if (!(tag in tags)) return problem(`Unsupported start tag "${tag}" at byte offset ${at()}`);
      open.push({ tag, offset: text.length });
      rest = rest.slice(start[0].length);
    } else {
      const name = /^<([a-z][a-z0-9-]*)/i.exec(rest)?.[1] ?? "";
      return problem(
        name === "" || !(name in tags)
          ? `Unsupported start tag "${name}" at byte offset ${at()}`
          : `Unclosed start tag at byte offset ${at()}`,
      );
    }
  }
  const left = open.pop();
  if (left !== undefined) return problem(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { ok: true, text, entities };
}

const problem = (what: string): Parsed => ({ ok: false, error: `Bad Request: can't parse entities: ${what}` });

function reference(text: string): { source: string; value: string } | null {
  const found = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot));/i.exec(text);
  if (found === null) return null;
  const [source, decimal, hex, name] = found;
  if (name !== undefined) return { source, value: named[name.toLowerCase()]! };
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
  return code > 0 && code <= 0x10ffff ? { source, value: String.fromCodePoint(code) } : null;
}
