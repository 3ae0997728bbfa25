import { gist, tidy } from "./normalise.ts";

const selves = ["", "toi ", "em ", "minh ", "anh ", "chi ", "toi xin ", "xin "];
const agreeing = new Set(selves.map((self) => `${self}dong y`));
const refusals = ["khong dong y", "ko dong y", "k dong y", "chua dong y", "khong", "ko", "tu choi"];
const refusing = new Set(selves.flatMap((self) => refusals.map((refusal) => self + refusal)));

/** An answer to "do you agree": only the whole words count, and "không đồng ý" is never taken for "đồng ý". */
export function readConsent(text: string): "agree" | "refuse" | null {
  const said = gist(text);
  if (tidy(text).includes("?")) return null;
  if (agreeing.has(said)) return "agree";
  return refusing.has(said) ? "refuse" : null;
}

/** Whether the words that confirm an erasure were typed in full: `XÓA HẾT`, case and marks aside, nothing else. */
export const readsEraseAll = (text: string): boolean => gist(text) === "xoa het";

export type ListChoice =
  /** The number of a line, from 1. */
  { readonly kind: "number"; readonly number: number } | { readonly kind: "next" } | { readonly kind: "back" };

const forward = new Set(["tiep", "trang sau", "xem tiep", "sau", "next"]);
const backward = new Set(["truoc", "trang truoc", "lui", "quay lai", "back"]);

/** A choice from a numbered list of several pages. */
export function readListChoice(text: string): ListChoice | null {
  const said = gist(text);
  const number = /^(?:(?:so|dong|chon|don vi) )*(\d{1,4})$/.exec(said);
  if (number !== null) return Number(number[1]) > 0 ? { kind: "number", number: Number(number[1]) } : null;
  if (forward.has(said)) return { kind: "next" };
  return backward.has(said) ? { kind: "back" } : null;
}

const introduction =
  /^(?:dạ[\s,]+)?(?:họ (?:và )?tên|tên|tôi|em|mình)(?: đầy đủ)?(?: của)?(?: tôi| em| mình)?(?: tên)?(?: là|:)+\s*/iu;

/** A person's full name as typed, two words or more, at most 80 long; null for what can be no name. */
export function readFullName(text: string): string | null {
  const name = tidy(text)
    .replace(introduction, "")
    .replace(/\s+ạ[\s.]*$/u, "")
    .replace(/[\s.,!]+$/, "");
  const words = name.split(" ");
  const spelled = /^[\p{L}\p{M}'’. -]+$/u.test(name) && words.every((word) => /\p{L}/u.test(word));
  return spelled && words.length >= 2 && words.length <= 10 && name.length <= 80 ? name : null;
}
