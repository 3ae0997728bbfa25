import type { BotKey, FileId, PictureHash } from "#domain/ids.ts";

/** A file that was made for one person. */
export interface PrivateFile {
  readonly kind: "png" | "xlsx" | "csv";
  readonly bytes: Uint8Array;
}

/** Where a channel gets the pictures and files of messages. Each may reject; then the text alone is sent. */
export interface Pictures {
  /** The PNG; null: there is none. */
  png(hash: PictureHash): Promise<Uint8Array | null>;
  /** Its path on our own server, "/files/….png"; null: there is none. */
  path(hash: PictureHash): Promise<string | null>;
  /** What the bot's platform calls it since it was uploaded; null: it was not. */
  uploaded(bot: BotKey, hash: PictureHash): Promise<string | null>;
  /** It was uploaded and is called so from now on. */
  remember(bot: BotKey, hash: PictureHash, platformId: string): Promise<void>;
  /** What was made for one person; null: there is none, it has expired, or they may no longer see what it tells. */
  file(id: FileId): Promise<PrivateFile | null>;
  /** Its path on our own server, "/files/….png"; null as above. */
  filePath(id: FileId): Promise<string | null>;
}

/** For a channel that was given none: every message is its text. */
export const noPictures: Pictures = {
  png: async () => null,
  path: async () => null,
  uploaded: async () => null,
  remember: async () => {},
  file: async () => null,
  filePath: async () => null,
};
