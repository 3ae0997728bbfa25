import { drawn, type Keyboard, shownSet, turned } from "./toggle.ts";

/** A press that comes later was made on a keyboard that shows the ones before it. */
const rememberMilliseconds = 60_000;

/** So long after an edit a submit button may come that was pressed before it showed. */
const freshMilliseconds = 5_000;

const mostRemembered = 5_000;

/** The message under which something was pressed, and its keyboard as the update shows it. */
export interface Place {
  readonly chat: number;
  readonly message: number;
  readonly keyboard: Keyboard;
}

/** A keyboard between a press and the drawing of it. */
interface Pressed {
  readonly keyboard: Keyboard;
  /** What is on by all presses so far. */
  on: number;
  /** What the last edit that succeeded shows; null: none did. */
  shown: number | null;
  /** What it may have shown, by our edits: an update that shows something else has seen another process's. */
  readonly been: Set<number>;
  /** Ends when what is on is shown, or cannot be. Null: nothing is on its way. */
  drawing: Promise<void> | null;
  /** When it was last pressed, and last drawn. */
  pressedAt: number;
  drawnAt: number;
}

/** Draws the keyboard; false when it does not show. Never rejects. */
export type Draw = (place: Place, keyboard: ReturnType<typeof drawn>) => Promise<boolean>;

/**
 * The several-choice keyboards that were pressed a moment ago. A person presses faster than an edit travels: the next
 * press, and the submit button too, then come from a keyboard without the one before. So each press is added to what
 * the presses before it made, and the edits of one message go out one after another, each with all that is on by then.
 *
 * What is submitted is what is shown, with what was pressed before it and is still being drawn or was drawn just now: a
 * person who presses A, C and the button at once means both. A press whose edit
 * failed is not shown, and so not submitted; the person sees that and presses again.
 *
 * Remembered in this process only. After a restart, or when another process heard the press before, a press is added to
 * the keyboard that came with it. So the limit: of two presses within the time of one edit, heard by two processes, the
 * later edit wins and the other option shows as it was; the person sees that before submitting.
 */
export class Presses {
  readonly #pressed = new Map<string, Pressed>();
  readonly #draw: Draw;
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never jumps */
  constructor(draw: Draw, now: () => number) {
    this.#draw = draw;
    this.#now = now;
  }

  /**
   * Counts from now on, before anything is waited for; resolves once it is drawn, or cannot be.
   * @param press the option, and what was on when its button was drawn
   */
  async turn(place: Place, press: { readonly index: number; readonly set: number }): Promise<void> {
    const shown = shownSet(place.keyboard);
    if (shown === null) return;
    const pressed = this.#known(place, shown) ?? {
      keyboard: place.keyboard,
      on: shown,
      shown,
      been: new Set([shown]),
      drawing: null,
      pressedAt: 0,
      drawnAt: 0,
    };
    pressed.on = turned(pressed.on, press);
    this.#remember(place, pressed);
    if (pressed.drawing === null && pressed.on !== pressed.shown) pressed.drawing = this.#catchUp(place, pressed);
    await pressed.drawing;
  }

  /** What is submitted. @param set what was on when the submit button was drawn */
  submitted(place: Place, set: number): number {
    const pressed = this.#known(place, set);
    if (pressed === null) return set;
    const fresh = pressed.drawing !== null || this.#now() - pressed.drawnAt < freshMilliseconds;
    return fresh ? pressed.on : set;
  }

  async #catchUp(place: Place, pressed: Pressed): Promise<void> {
    while (pressed.on !== pressed.shown) {
      const next = pressed.on;
      pressed.been.add(next); // it may be seen before we hear of it
      if (await this.#draw(place, drawn(pressed.keyboard, next))) {
        pressed.shown = next;
      } else if (pressed.on === next) {
        if (this.#pressed.get(key(place)) === pressed) this.#pressed.delete(key(place)); // what is shown is the truth
        break;
      } else {
        pressed.shown = null;
      }
    }
    pressed.drawing = null;
    pressed.drawnAt = this.#now();
  }

  /** Null: nothing is remembered, or another process has drawn `shown` since. */
  #known(place: Place, shown: number): Pressed | null {
    const pressed = this.#pressed.get(key(place));
    return pressed !== undefined && !this.#isOver(pressed) && pressed.been.has(shown) ? pressed : null;
  }

  /** The one pressed last stands last; the oldest are forgotten. */
  #remember(place: Place, pressed: Pressed): void {
    pressed.pressedAt = this.#now();
    this.#pressed.delete(key(place));
    this.#pressed.set(key(place), pressed);
    for (const [old, other] of this.#pressed) {
      if (this.#pressed.size <= mostRemembered && !this.#isOver(other)) break;
      this.#pressed.delete(old);
    }
  }

  #isOver = ({ pressedAt }: Pressed): boolean => this.#now() - pressedAt >= rememberMilliseconds;
}

const key = ({ chat, message }: Place): string => `${chat} ${message}`;
