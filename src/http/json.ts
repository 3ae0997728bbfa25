import { fail, ok, type Result } from "#domain/result.ts";

/** Deeper than anything a platform sends, and shallow enough for whoever walks over it. */
const deepest = 64;

/**
 * The value of JSON text in UTF-8. Null for what is too deep to be any platform's: it is JSON, and nothing to us.
 * `__proto__` in it is a plain property like any other.
 */
export function parseJson(bytes: Buffer): Result<unknown, "not-json"> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return ok(depthOf(text) > deepest ? null : value);
  } catch {
    return fail("not-json");
  }
}

/** How deep the brackets of well-formed JSON text are nested. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === "\\") at++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "[" || char === "{") most = Math.max(most, ++depth);
    else if (char === "]" || char === "}") depth--;
  }
  return most;
}
