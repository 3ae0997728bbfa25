import { gist } from "../normalise.ts";

/**
 * Which of the choices a reply picks: by its number ("2", "số 2", "câu 2", "cái đầu"), or by its label or a part of it
 * that no other has. Null: none, or several.
 * @returns its place, from 0
 */
export function readChoice(text: string, labels: readonly string[]): number | null {
  const said = gist(text);
  if (said === "") return null;
  const number = /^(?:(?:so|cau|cai|y|chon|phuong an|muc|thu|dap an) )*(\d{1,2})(?: nhe| a)?$/.exec(said)?.[1];
  if (number !== undefined) return inside(Number(number) - 1, labels);
  const letter = /^(?:(?:cau|y|chon|phuong an|dap an) )*([a-i])$/.exec(said)?.[1];
  if (letter !== undefined) return inside(letter.charCodeAt(0) - 97, labels);
  const ordinal = /^(?:cai|cau|y|chon)? ?(dau|dau tien|mot|hai|ba|bon|cuoi|cuoi cung)$/.exec(said)?.[1];
  if (ordinal !== undefined) return inside(ordinals[ordinal] ?? labels.length - 1, labels);
  if (labels.length === 1 && /^(?:dung|dung roi|dung vay|phai|phai roi|u|uh|ok|oke|vang|da|co|chinh xac)$/.test(said))
    return 0;
  const folded = labels.map(gist);
  const whole = folded.indexOf(said);
  if (whole >= 0) return whole;
  const holding = folded.flatMap((label, at) => (` ${label} `.includes(` ${said} `) ? [at] : []));
  return holding.length === 1 ? holding[0]! : null;
}

const ordinals: Readonly<Record<string, number>> = { dau: 0, "dau tien": 0, mot: 0, hai: 1, ba: 2, bon: 3 };

const inside = (at: number, labels: readonly string[]): number | null => (at >= 0 && at < labels.length ? at : null);
