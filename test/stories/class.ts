import { setTimeout as pause } from "node:timers/promises";
import { Chance } from "../simulation/chance.ts";
import type { Person } from "./person.ts";
import type { Platform, Seen } from "./platform.ts";
import { reply } from "./quiz.ts";

/** What a lesson of so many questions gives to who answers them. */
export interface Worth {
  readonly questions: number;
  readonly rightFirst: number;
  readonly rightComeback: number;
  readonly lesson: number;
}

/** Somebody of the class, and what they have done so far. */
interface Pupil {
  readonly person: Person;
  /** Questions that were answered, so that one shown twice is answered once. */
  readonly pressed: Set<string>;
  /** Those answered wrongly at the first try. */
  readonly wrong: Set<string>;
  /** Titles of the lessons that they were told they have finished. */
  readonly finished: Set<string>;
  last: Seen | null;
  /** At which look something came or was done last. */
  stirredAt: number;
}

/**
 * All is counted in looks, not in seconds: on a machine that stands still nobody has waited. Whoever hears nothing for 45
 * seconds asks for the lesson, as people do; a day that has not ended after three minutes is a fault.
 */
const lookMs = 150;
const [patience, longestDay] = [300, 1200];

/** One press in so many is made twice at once, and one answer in so many is wrong. */
const [doubleShare, wrongShare] = [0.2, 0.15];

/**
 * A class that answers what it is asked, each question once, until it is told that it may stop. All look at their phones
 * together, so that many of them cost little.
 */
export class Class {
  readonly #platform: Platform;
  readonly #seed: string;
  readonly #pupils: ReadonlyMap<string, Pupil>;
  #read = 0;
  #looks = 0;
  /** Updates that came of what they did: each press, each word. */
  updates = 0;
  /** Who had to ask for the lesson, by the number of the learner. */
  readonly askers = new Set<number>();

  constructor(platform: Platform, people: readonly Person[], seed: string) {
    this.#platform = platform;
    this.#seed = seed;
    this.#pupils = new Map(
      people.map((person) => [
        person.chat,
        { person, pressed: new Set(), wrong: new Set(), finished: new Set(), last: null, stirredAt: 0 },
      ]),
    );
  }

  /** Answers given wrongly so far: each of them comes back once. */
  get wrong(): number {
    return [...this.#pupils.values()].reduce((sum, { wrong }) => sum + wrong.size, 0);
  }

  /** What each must have after so many lessons, by the number of the learner. */
  points(lessons: number, worth: Worth): Map<number, number> {
    const all = lessons * (worth.questions * worth.rightFirst + worth.lesson);
    const less = worth.rightFirst - worth.rightComeback;
    return new Map([...this.#pupils.values()].map(({ person, wrong }) => [person.id, all - wrong.size * less]));
  }

  /** Learns until each has finished so many lessons. Fails with who waits for what, and what `why` says. */
  async learns(lessons: number, why: () => Promise<string>): Promise<void> {
    const begun = this.#looks;
    const behind = () => [...this.#pupils.values()].filter(({ finished }) => finished.size < lessons);
    for (const pupil of this.#pupils.values()) pupil.stirredAt = begun;
    for (let waiting = behind(); waiting.length > 0; waiting = behind()) {
      this.#looks += 1;
      if (this.#looks - begun > longestDay) throw new Error(`${told(waiting, lessons)}\n${await why()}`);
      await this.#reads();
      await Promise.all(waiting.map((pupil) => this.#loses(pupil)));
      await pause(lookMs);
    }
  }

  async #reads(): Promise<void> {
    const { messages } = await this.#platform.control<{ messages: readonly Seen[] }>("sent", { from: this.#read });
    this.#read += messages.length;
    for (const message of messages) {
      const pupil = this.#pupils.get(message.chat);
      if (pupil !== undefined) await this.#hears(pupil, message);
    }
  }

  async #hears(pupil: Pupil, message: Seen): Promise<void> {
    pupil.last = message;
    pupil.stirredAt = this.#looks;
    const title = /đã học xong bài “(.*?)”/.exec(message.text)?.[1];
    if (title !== undefined) pupil.finished.add(title);
    if (!/^Câu \d+\/\d+[.,]/m.test(message.text)) return;
    const asked = pupil.person.questionOf(message.text);
    const comesBack = /^Câu \d+\/\d+, gặp lại/m.test(message.text);
    const question = `${asked.prompt}${comesBack ? " again" : ""}`;
    if (pupil.pressed.has(question)) return;
    pupil.pressed.add(question);
    const chance = new Chance(`${this.#seed} ${pupil.person.chat} ${question}`);
    const isRight = comesBack || !chance.of(wrongShare);
    const times = chance.of(doubleShare) ? 2 : 1;
    const button = reply(message.text, asked, isRight);
    if (!isRight) pupil.wrong.add(question);
    await this.#platform.control("tap", { chat: message.chat, messageId: message.messageId, button, times });
    this.updates += times;
  }

  /** Loses patience. */
  async #loses(pupil: Pupil): Promise<void> {
    if (this.#looks - pupil.stirredAt < patience) return;
    pupil.stirredAt = this.#looks;
    pupil.pressed.clear();
    this.askers.add(pupil.person.id);
    this.updates += 1;
    await pupil.person.types("hoc");
  }
}

function told(waiting: readonly Pupil[], lessons: number): string {
  const lines = waiting.slice(0, 5).map(({ person, finished, last }) => {
    const before = last === null ? "nothing" : JSON.stringify(last.text.slice(-120));
    return `${person.name} (chat ${person.chat}) has finished ${finished.size} of ${lessons}; the last that came: ${before}`;
  });
  return [`the day does not end: ${waiting.length} still learn`, ...lines].join("\n");
}
