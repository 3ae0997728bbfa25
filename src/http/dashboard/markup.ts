/** Markup that is safe to send: whatever is no markup was escaped on its way in. */
export interface Html {
  readonly markup: string;
}

type Piece = string | number | Html | null | readonly Piece[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand between tags and in quoted attributes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char]!);

/** Markup with texts, numbers and other markup put in; null is nothing. Attributes must stand in double quotes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { markup: parts.map((part, at) => part + (at < pieces.length ? write(pieces[at]!) : "")).join("") };
}

function write(piece: Piece): string {
  if (piece === null) return "";
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  return "markup" in piece ? piece.markup : piece.map(write).join("");
}
