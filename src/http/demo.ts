import type { WebchatLook } from "#channels/webchat/open.ts";
import type { LocalTime, Zone } from "#domain/time.ts";

export type PhoneName = "learner" | "supervisor";

/** A phone of the demo and the chat it has open. Another look is another chat. */
export interface Phone {
  readonly phone: PhoneName;
  readonly look: WebchatLook;
  readonly chat: string;
  /** Whose phone it is: inert text. */
  readonly title: string;
}

export interface DemoMessage {
  /** Grows over all chats. */
  readonly id: number;
  readonly fromBot: boolean;
  /** The bot's: what the web chat delivered (`WebchatView`); the person's: `{ text }`. The phone draws it. */
  readonly view: unknown;
  readonly at: Date;
}

/** A text, or the action of a button. `id` is the phone's own. */
export type Said = { readonly id: string; readonly text: string } | { readonly id: string; readonly tap: string };

export type Advance = { readonly hours: number } | { readonly days: number } | { readonly to: Date };

/** What the demo page needs of the program. */
export interface Demo {
  /** The zone its clock shows. */
  readonly zone: Zone;
  /** When its cohort's lessons leave. */
  readonly pushTime: LocalTime;
  /** When it reminds. */
  readonly remindTime: LocalTime;
  /** The learner's first. */
  phones(): Promise<readonly Phone[]>;
  /** Messages of a chat with a higher id, oldest first; where there are very many, the newest of them. */
  messages(chat: string, sinceId: number): Promise<readonly DemoMessage[]>;
  /** Keeps what the person wrote and hands it to the bot. The same `id` twice is one. */
  post(chat: string, said: Said): Promise<void>;
  /** Resolves when what fell due on the way was sent, at the latest after 10 seconds. */
  advance(by: Advance): Promise<{ readonly now: Date }>;
  setLook(phone: PhoneName, look: WebchatLook): Promise<void>;
  now(): Date;
  /** Calls `listener` after each change of messages, clock or looks, whichever process made it. Returns how to stop. */
  onChange(listener: () => void): () => void;
}
