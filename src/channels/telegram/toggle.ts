import type { InlineKeyboardButton } from "grammy/types";

/**
 * A several-choice keyboard keeps its state in itself: each toggle carries its index and the set that was on when it
 * was drawn, the submit button carries the set and the action it will say. Sets are bit masks in base 36. Nothing must be
 * stored on our side: any process can turn any keyboard (`presses.ts` remembers what is being drawn, for quick fingers).
 *
 *   ~t:<index>:<set>      ~s:<set>:<action>      anything else is the action of a plain button
 */
export type Pressed =
  | { readonly kind: "press"; readonly action: string }
  | { readonly kind: "toggle"; readonly index: number; readonly set: number }
  | { readonly kind: "submit"; readonly action: string; readonly set: number };

const mark = "☑ ";

export const toggleData = (index: number, set: number): string => `~t:${index}:${set.toString(36)}`;
export const submitData = (action: string, set: number): string => `~s:${set.toString(36)}:${action}`;

/** Anybody can forge callback data: what does not look like ours is a plain press. */
export function parsePressed(data: string): Pressed {
  const toggle = /^~t:([12]?\d):([0-9a-z]{1,6})$/.exec(data);
  if (toggle) return { kind: "toggle", index: Number(toggle[1]), set: Number.parseInt(toggle[2]!, 36) };
  const submit = /^~s:([0-9a-z]{1,6}):(.*)$/s.exec(data);
  if (submit) return { kind: "submit", action: submit[2]!, set: Number.parseInt(submit[1]!, 36) };
  return { kind: "press", action: data };
}

/** The indexes switched on, in order: "0,2"; "" when none. */
export function indexes(set: number): string {
  const on: number[] = [];
  for (let index = 0; index < 30; index++) if (set & (1 << index)) on.push(index);
  return on.join(",");
}

export type Keyboard = readonly (readonly InlineKeyboardButton[])[];

/** The set a keyboard shows as on; null when it has no toggles, or is not known (an old message). */
export function shownSet(keyboard: Keyboard): number | null {
  for (const button of keyboard.flat()) {
    const pressed = parsePressed(dataOf(button));
    if (pressed.kind !== "press") return pressed.set;
  }
  return null;
}

/**
 * `on` after a press. The press says what its option becomes, by the set it was drawn with; the other options stay as
 * they are, so of two quick presses neither undoes the other, and one that is heard twice turns once.
 */
export function turned(on: number, { index, set }: { readonly index: number; readonly set: number }): number {
  const bit = 1 << index;
  return set & bit ? on & ~bit : on | bit;
}

/** The keyboard with this set on. */
export function drawn(keyboard: Keyboard, set: number): InlineKeyboardButton[][] {
  return keyboard.map((row) => row.map((button) => redrawn(button, set)));
}

function redrawn(button: InlineKeyboardButton, set: number): InlineKeyboardButton {
  const pressed = parsePressed(dataOf(button));
  if (pressed.kind === "submit") return { text: button.text, callback_data: submitData(pressed.action, set) };
  if (pressed.kind === "press") return button;
  const label = button.text.startsWith(mark) ? button.text.slice(mark.length) : button.text;
  const on = (set & (1 << pressed.index)) !== 0;
  return { text: on ? mark + label : label, callback_data: toggleData(pressed.index, set) };
}

const dataOf = (button: InlineKeyboardButton): string =>
  "callback_data" in button && typeof button.callback_data === "string" ? button.callback_data : "";
