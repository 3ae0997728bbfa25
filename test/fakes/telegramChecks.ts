import type { Payload } from "./behaviour.ts";
import { type Entity, parseHtml } from "./telegramHtml.ts";

/** Telegram's own "no", with the words it uses. */
export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | null;
  constructor(code: number, description: string, retryAfter: number | null = null) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export interface FakeButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

export type FakeKeyboard = readonly (readonly FakeButton[])[];

export interface CheckedText {
  readonly text: string;
  readonly entities: Entity[];
}

/** A text or caption as Telegram would show it, or its refusal. */
export function checkText(raw: unknown, parseMode: unknown, longest: number, what: "message" | "caption"): CheckedText {
  const given = typeof raw === "string" ? raw : "";
  if (parseMode !== undefined && String(parseMode).toLowerCase() !== "html") {
    throw new Error("this fake reads plain text and HTML only");
  }
  const parsed = parseMode === undefined ? { ok: true as const, text: given, entities: [] } : parseHtml(given);
  if (!parsed.ok) throw new Refusal(400, parsed.error);
  if (what === "message" && parsed.text.trim() === "") throw new Refusal(400, "Bad Request: message text is empty");
  if (parsed.text.length > longest) {
    throw new Refusal(
      400,
      what === "message" ? "Bad Request: message is too long" : "Bad Request: message caption is too long",
    );
  }
  return { text: parsed.text, entities: parsed.entities };
}

/** The inline keyboard of a call, given as an object or as JSON in a form. */
export function checkKeyboard(markup: unknown): FakeKeyboard {
  const rows = (parsedField(markup) as { inline_keyboard?: FakeKeyboard } | undefined)?.inline_keyboard ?? [];
  if (rows.flat().length > 100) throw new Refusal(400, "Bad Request: reply markup is too long");
  for (const button of rows.flat()) {
    if (typeof button.text !== "string" || button.text === "") {
      throw new Refusal(400, 'Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String');
    }
    if (button.callback_data === undefined && button.url === undefined) {
      throw new Refusal(
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    }
    const bytes = Buffer.byteLength(button.callback_data ?? "x");
    if (bytes < 1 || bytes > 64) throw new Refusal(400, "Bad Request: BUTTON_DATA_INVALID");
    if (button.url !== undefined && !/^(https?|tg):\/\/\S+$/.test(button.url)) {
      throw new Refusal(400, `Bad Request: inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
    }
  }
  return rows;
}

export function checkCommands(given: unknown): readonly { command: string; description: string }[] {
  const commands = parsedField(given) as { command: string; description: string }[] | undefined;
  if (!Array.isArray(commands)) throw new Refusal(400, "Bad Request: can't parse commands");
  if (commands.length > 100) throw new Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw new Refusal(400, "Bad Request: BOT_COMMAND_INVALID");
    if (description.length < 1 || description.length > 256)
      throw new Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
  }
  return commands;
}

/** A file that the bot was given an id for; Telegram fetches an address by itself, which is not played here. */
export function checkFileId<File>(id: string, files: ReadonlyMap<string, File>): File {
  const known = files.get(id);
  if (known !== undefined) return known;
  const words = /^https?:/.test(id) ? "failed to get HTTP URL content" : "wrong file identifier/HTTP URL specified";
  throw new Refusal(400, `Bad Request: ${words}`);
}

/** The size of a PNG that can be a photo: no side far longer than the other, no poster. */
export function checkPhoto(bytes: Buffer): { readonly width: number; readonly height: number } {
  if (bytes.length < 24 || bytes.toString("latin1", 1, 4) !== "PNG")
    throw new Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width + height > 10_000 || Math.max(width / height, height / width) > 20) {
    throw new Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS");
  }
  return { width, height };
}

/** The port and scheme a webhook may have; a loopback one is taken here so that everything can run on one machine. */
export function checkWebhook({ url, secret_token: secret }: Payload): void {
  const address = URL.canParse(String(url)) ? new URL(String(url)) : null;
  const local = address?.protocol === "http:" && address.hostname === "127.0.0.1";
  if (!local && (address?.protocol !== "https:" || !["", "443", "80", "88", "8443"].includes(address.port))) {
    throw new Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
  }
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(String(secret))) {
    throw new Refusal(400, "Bad Request: secret token contains unallowed characters");
  }
}

export const parsedField = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);
