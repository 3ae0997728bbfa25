import { withoutKeys } from "./ask/typing.ts";
import { gist, tidy, tokens, withoutAddressee, withoutParticles, wordsOf } from "./normalise.ts";

const selves = ["", "ok ", "oke ", "okay ", "toi ", "em ", "minh ", "anh ", "chi ", "toi xin ", "xin "];
/** "Vâng, tôi đã đọc kỹ thông báo và hoàn toàn": what may stand before it, each in one way alone, or a long text is tried in all. */
const before =
  "ok|oke|okay|vang|da|u|co|toi|tui|em|minh|anh|chi|bac|chau|xin|cung|rat|hoan toan|nhat tri|doc|xem|hieu|nghe|ky|het|ro|xong|thong bao|noi dung|va";
const agreeing = new RegExp(`^(?:(?:${before}) )*dong ?y(?: (?:hoan toan|luon|roi|a|nhe|nha))*$`);
const thanks = /(?: (?:em|toi|minh))?(?: xin)? cam on(?: (?:em|anh|chi|ban|nhieu|a|hoc vu))*$/;
const refusals = ["khong dong y", "ko dong y", "k dong y", "chua dong y", "khong", "ko", "tu choi"];
const refusing = new Set(selves.flatMap((self) => refusals.map((refusal) => self + refusal)));

/** What is agreed to, where it is said: never a part of it. */
const toWhat =
  / (?:voi (?:cac |nhung )?(?:thong bao|dieu khoan|noi dung|quy dinh)(?: ve du lieu)?(?: nay| tren| o tren)?|(?:de )?(?:tham gia|vao lop|vao hoc|hoc|nhan bai|nhan tin)(?: lop| khoa)?(?: hoc)?(?: nay)?)$/;

/** An answer to "do you agree": only the whole words count, and "không đồng ý" is never taken for "đồng ý". */
export function readConsent(typed: string): "agree" | "refuse" | null {
  const text = withoutKeys(typed, 2) ?? typed;
  const said = wordsOf(withoutParticles(withoutAddressee(tokens(text))))
    .replace(thanks, "")
    .replace(toWhat, "");
  if (tidy(text).includes("?")) return null;
  if (agreeing.test(said)) return "agree";
  return refusing.has(said) ? "refuse" : null;
}

/** Whether the words that confirm an erasure were typed in full: `XÓA HẾT`, case and marks aside, nothing else. */
export const readsEraseAll = (text: string): boolean => gist(text) === "xoa het";

const refusingAny = new Set(["khong", "ko", "k", "thoi", "huy", "no", "khong roi", "khong a", "thoi a", "o lai"]);

/** "Không", "thôi", "hủy": no to what was just asked, and nothing else. */
export const readsNo = (text: string): boolean => refusingAny.has(gist(text));

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

/** One of the numbered things that a digest offers. */
export interface OfferPick {
  /** From 1. */
  readonly number: number;
  /** "làm 1": it can mean nothing else. A bare number may also answer a question. */
  readonly worded: boolean;
}

/** "1", "số 2", "làm 3", "việc 1". */
export function readOfferPick(text: string): OfferPick | null {
  const [, words, number] = /^((?:(?:lam|viec|so|chon) )*)([1-9])$/.exec(gist(text)) ?? [];
  return number === undefined ? null : { number: Number(number), worded: /lam|viec/.test(words!) };
}

/** The word that sends an announcement: `GỬI`, and nothing else. */
export const readsSend = (text: string): boolean => gist(text) === "gui";

const cancelling = new Set(["huy", "huy bo", "bo", "thoi", "cancel"]);

/** "Hủy", "thôi": what is being written is not wanted any more. */
export const readsCancel = (text: string): boolean => cancelling.has(gist(text));

/** "tất cả": everybody there is. */
export const readsAll = (text: string): boolean => gist(text) === "tat ca";
