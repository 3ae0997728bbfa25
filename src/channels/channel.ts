import type { ChatAddress, Incoming, Message } from "#domain/message.ts";
import type { SendOutcome } from "#domain/outcome.ts";

export type { SendOutcome } from "#domain/outcome.ts";

export type ChannelName = "telegram" | "zalo" | "zalo-oa" | "webchat";

/** What the ingress needs before anything is understood: a key that makes storing harmless to repeat. */
export interface UpdateKey {
  /** Unique within the bot. */
  readonly update: string;
  /** The chat it came from, so that one person's updates are handled one after another; null: nobody's. */
  readonly chat: string | null;
}

/**
 * - `upload`: the platform takes files and pictures with a message.
 * - `link`: an address below `base` in the text, and pictures by their address.
 * - `none`: words alone.
 */
export type HandingOver =
  | { readonly kind: "upload" }
  | { readonly kind: "link"; readonly base: string }
  | { readonly kind: "none" };

/** One bot of one chat platform. Nothing outside its folder knows which one it speaks to. */
export interface Channel {
  readonly name: ChannelName;
  /** The bot this channel speaks as. */
  readonly bot: ChatAddress["bot"];
  /** Longest text of one message, in UTF-16 units; most buttons under it (0: answers are typed). */
  readonly limits: { readonly text: number; readonly buttons: number };
  /** How it hands over what was made for one person. */
  readonly handsOver: HandingOver;
  /** It shows the card of a message that `asksPhone`; absent: the text in its place. */
  readonly asksPhone?: true;
  /** Platforms on which writing first costs money or is shut after a silence: "zalo-oa"; absent: anybody may be written to at any time. */
  readonly windows?: "zalo-oa";
  /** Null for what is no update of this platform at all. Never throws: strangers write here. */
  key(update: unknown): UpdateKey | null;
  /** Null for an update that says nothing to us (a group, a bot, an unknown kind). Never throws. */
  read(update: unknown): Incoming | null;
  /**
   * Exactly one call to the platform, never retried here; a second one only where it refused the first for its picture,
   * which then was not delivered: one message at most comes of it. Never throws: every ending is an outcome.
   */
  send(to: ChatAddress, message: Message): Promise<SendOutcome>;
  /** Best effort, never throws: stops a pressed button's spinner, flips a toggle. Costs nothing of the budget. */
  acknowledge(update: unknown): Promise<void>;
  /** Asks the platform who we are: does the token live, does the platform answer. Never throws. */
  probe(): Promise<
    { readonly ok: true; readonly name: string } | { readonly ok: false; readonly outcome: SendOutcome }
  >;
}

/** What became of telling a platform our webhook. `detail` is for the log, and says what to do where something is. */
export type Registration =
  | { readonly kind: "set"; readonly detail: string }
  /** The platform has it, but did not get through when it tried. */
  | { readonly kind: "unheard"; readonly detail: string }
  /** Not taken. Ask again after so long; null: it gave no figure. */
  | { readonly kind: "refused"; readonly detail: string; readonly retryAfterSeconds: number | null };

/** Updates that the platform could not hand over, and the last reason in its words. */
export interface Waiting {
  readonly updates: number;
  readonly why: string;
}

/** Updates that the platform pushes to us or hands out when asked. */
export interface Receiver {
  /**
   * Long polling until `signal` aborts. `store` must have committed before the next poll confirms the update;
   * when it rejects, the same update is handed over again after a pause. A webhook in the way is taken away, at most once
   * a minute. Never rejects.
   * @param contact told each time the platform answered well, for the outage book
   */
  poll(store: (updates: readonly unknown[]) => Promise<void>, contact: () => void, signal: AbortSignal): Promise<void>;
  /**
   * Registers the webhook if the platform has not got it already. Never throws.
   * @param secretKnown the platform was told this secret with this address: then the address alone proves that it is set
   */
  register(url: string, secret: string, secretKnown: boolean): Promise<Registration>;
  /** Whether the platform has this address now; null: it did not say. Never throws. */
  registered(url: string): Promise<boolean | null>;
  /**
   * What waits at the platform because a call of the webhook came to nothing since then; null: nothing, or it did not say.
   * Missing where a platform tells nothing of it. Never throws.
   */
  waiting?(since: Date): Promise<Waiting | null>;
  /** Takes the webhook away, so that polling is allowed; a warning when the platform did not. Never throws. */
  unregister(): Promise<void>;
}
