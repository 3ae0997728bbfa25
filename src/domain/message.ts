import type { Brand } from "./brand.ts";
import type { BotKey, FileId, PictureHash } from "./ids.ts";
import type { RichText } from "./text.ts";

/** A chat as its platform names it. `chat` is opaque text, also where it looks like a number. */
export interface ChatAddress {
  readonly bot: BotKey;
  readonly chat: string;
}

/** What a press says back, at most 40 ASCII bytes: ids and indexes, never words. */
export type Action = Brand<string, "Action">;

/**
 * - `press`: says `action` at once.
 * - `toggle`: switches option `index` on and off; says nothing yet.
 * - `submit`: says `action` followed by the indexes switched on, "0,2" ("" when none).
 */
export type Button =
  | { readonly kind: "press"; readonly label: string; readonly action: Action }
  | { readonly kind: "toggle"; readonly label: string; readonly index: number }
  | { readonly kind: "submit"; readonly label: string; readonly action: Action }
  | { readonly kind: "link"; readonly label: string; readonly url: string };

/** A picture that everybody may see; it never changes. */
export interface Picture {
  readonly hash: PictureHash;
  /** What is read out in place of it. */
  readonly alt: string;
}

/** A picture that was made for one person, kept for a short while, and theirs as long as they may see what it shows. */
export interface PrivatePicture {
  readonly file: FileId;
  /** What is read out in place of it. */
  readonly alt: string;
}

/** One message, the same for every platform. It must fit the smallest: 1,900 UTF-16 units with its typed hint. */
export interface Message {
  readonly text: RichText;
  /** Rows of buttons; a platform without buttons shows `typedHint` as the last line instead. */
  readonly buttons: readonly (readonly Button[])[];
  readonly typedHint: string | null;
  /** Shown above the text, which says the same: where it cannot be shown the text alone is the message. */
  readonly picture?: Picture | PrivatePicture;
  /**
   * A file that was made for one person, sent with the text where the platform takes files. The text stands by itself:
   * where there is no file any more, it says what to do.
   */
  readonly document?: { readonly file: FileId };
  /**
   * The platform's own card by which somebody lets us have their phone number, in place of the text. The text stands by
   * itself: where there is no such card, it says how to come in without it.
   */
  readonly asksPhone?: { readonly title: string; readonly subtitle: string };
  /**
   * Where a platform takes from us only a text that it has approved, that text, by its number, and what stands in its places: it
   * goes out in place of all of the above. A platform without such texts shows the above.
   */
  readonly template?: { readonly id: string; readonly data: Readonly<Record<string, string>> };
  /** Nobody waits for it from moment to moment: what others are answered goes before it. */
  readonly yields?: true;
}

export type IncomingContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tap"; readonly action: string }
  /** They came in by a door of the platform, and said nothing. */
  | { readonly kind: "entered" }
  /** A phone number they let us have by a card of the platform: a claim, no proof. */
  | { readonly kind: "shared"; readonly phone: string }
  /** A sticker, a photo, a voice message, or what the platform would not show us. */
  | { readonly kind: "other" }
  /** The person blocked the bot, or let it in again. */
  | { readonly kind: "blocked" }
  | { readonly kind: "unblocked" };

/** What a person did in a private chat, in the platform's own order of nothing: updates repeat, swap and come late. */
export interface Incoming {
  readonly address: ChatAddress;
  readonly content: IncomingContent;
  /** When they wrote it by the platform's clock; null where the platform does not say (a press on Telegram). */
  readonly writtenAt: Date | null;
  /** When they did what their platform counts as turning to us, by its clock; absent: this is nothing of the kind, or nobody counts. */
  readonly interaction?: Date;
  /** The name the platform shows, as it came: inert text from a stranger, "" where there is none. */
  readonly displayName: string;
}
