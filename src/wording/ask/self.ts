import type { Mention } from "./mentions.ts";
import type { Word } from "./words.ts";

/** What elders call themselves. "Co", "ba", "chi" without marks are other words. */
const kin = /^(?:bác|bac|chú|chu|cô|ông|ong|bà|anh|chị|thầy|cậu|dì|cháu|chau)$/;
const does = /^(?:hoc|duoc|da|dang|con|bi|chua|co|hoan|lam|xong|dat|giu|no|tra|dung|xep|moi|cham|tre|thi)$/;
const days = /^(?:hom|tuan|thang|bua|ngay|nay|ni|qua|truoc)$/;
/** Behind these more than one is meant, or it is said for whom. */
const others =
  /^(?:cac|nhung|may|hai|ba|bon|nam|so|dong|nhieu|moi|anh|chi|ong|co|cho|giup|gium|ho|dum|nho|voi|bao|gui|thua|chao|de|kinh|xin|_|\d+)$/;
const owned = /^(?:cua|rieng)$/;
const asksFor =
  / (?:cho|giup|giùm|gium|dum|ho|nho) (?:bac|chu|co|ong|ba|anh|chi|thay|cau|di) | (?:bac|chu|anh|chi|ong) (?:hoi|nho|muon|can) /;
const addresses =
  / (?:em|chau) (?:oi|a|nhe|nhi|ha) |^ (?:\S+ )?(?:chao |nay )?(?:em|chau) | (?:chao|cam on) (?:em|chau) | (?:em|chau) $/;

/** Whether whoever asks speaks of themself as "bác", "anh": by how they speak it is sure, or only likely. */
export type SelfCalled = "sure" | "likely" | null;

/** Takes "bác" out of "bác học được mấy bài rồi cháu". @param left what is still to be read, changed in place */
export function takeKin(words: readonly Word[], left: string[], mentions: readonly Mention[]): SelfCalled {
  const persons = mentions.some(({ named }) => named.some(({ subject }) => subject.kind === "person"));
  if (persons) return null;
  const found = words.flatMap((word, at) => (isSelf(words, left, word, at) ? [at] : []));
  if (found.length === 0) return null;
  for (const at of found) left[at] = "_";
  const line = ` ${words.map(({ read }) => read).join(" ")} `;
  const stressed = found.some((at) => /^(?:than|nhan|rieng)$/.test(words[at - 1]?.read ?? ""));
  return stressed || asksFor.test(line) || addresses.test(line) ? "sure" : "likely";
}

function isSelf(words: readonly Word[], left: readonly string[], word: Word, at: number): boolean {
  if (!kin.test(word.marked) || /^[_@]/.test(left[at]!)) return false;
  const [before, next] = [left[at - 1] ?? "", words[at + 1]];
  if (owned.test(before))
    return next === undefined || (!next.capital && !/^(?:ay|em|chi|a|do|kia|nay)$/.test(next.read));
  if (next === undefined || next.capital || left[at + 1]!.startsWith("@") || others.test(before)) return false;
  // "Anh tuần này học mấy bài rồi em".
  const then = words.slice(at + 1).find(({ read }) => !days.test(read)) ?? next;
  return does.test(then.read) && !(next.read === "co" && /^(?:cô)$/.test(next.marked));
}
