import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** A secret that was unsealed, or why it was not. */
export type Unsealed =
  | { readonly kind: "open"; readonly text: string }
  /** It was sealed with a key that we have not got. */
  | { readonly kind: "other key" }
  /** Our key, but not what we sealed, or not for this place. */
  | { readonly kind: "damaged" };

/** Seals secrets for the database, each for the one place it stands in: moved to another, it does not open. */
export interface Sealing {
  /** @param place the row and column: "oa_grants 123 access" */
  seal(text: string, place: string): Uint8Array;
  unseal(sealed: Uint8Array, place: string): Unsealed;
}

const version = 1;
const idBytes = 8;
const ivBytes = 12;
const tagBytes = 16;
const headBytes = 1 + idBytes + ivBytes + tagBytes;
const keyBytes = 32;

/** The 32 bytes of a key written in hex or base64url (base64 too); null: it is none. */
export function readSealingKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (!/^[A-Za-z0-9_+/-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, "base64url");
  return key.length === keyBytes ? key : null;
}

/** What is wrong with the keys of a configuration; null: nothing. */
export function sealingKeysFault(texts: readonly string[]): string | null {
  if (texts.length > 2) return "must be one key, or two while one is being replaced, the new one first";
  const keys = texts.map(readSealingKey);
  if (keys.includes(null))
    return "must be 32 bytes, 64 signs in hex or 43 in base64url: openssl rand -hex 32 makes one";
  if (keys.some((key) => new Set(key).size < 8)) return "can be guessed: openssl rand -hex 32 makes one that cannot";
  return null;
}

interface Key {
  /** Tells keys apart, and nothing about them. */
  readonly id: Buffer;
  readonly secret: Buffer;
}

/**
 * AES-256-GCM. What is sealed is: version, key id, nonce, tag, ciphertext.
 * @param texts keys as `readSealingKey` takes them: the first seals, every one opens
 */
export function openSealing(texts: readonly string[]): Sealing {
  const keys = texts.map(keyOf);
  return {
    seal: (text, place) => seal(keys[0]!, text, place),
    unseal: (sealed, place) => unseal(keys, Buffer.from(sealed), place),
  };
}

function keyOf(text: string): Key {
  const given = readSealingKey(text);
  if (given === null) throw new Error("a key that is none");
  const derive = (purpose: string, length: number) => Buffer.from(hkdfSync("sha256", given, "", purpose, length));
  return { id: derive("hocvu sealing key id", idBytes), secret: derive("hocvu sealing", keyBytes) };
}

/** What the tag vouches for beside the text itself. */
const vouched = (head: Buffer, place: string): Buffer => Buffer.concat([head, Buffer.from(place, "utf8")]);

function seal({ id, secret }: Key, text: string, place: string): Uint8Array {
  const head = Buffer.concat([Buffer.of(version), id]);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", secret, iv).setAAD(vouched(head, place));
  const closed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([head, iv, cipher.getAuthTag(), closed]);
}

function unseal(keys: readonly Key[], sealed: Buffer, place: string): Unsealed {
  if (sealed.length < headBytes || sealed[0] !== version) return { kind: "damaged" };
  const head = sealed.subarray(0, 1 + idBytes);
  const key = keys.find(({ id }) => id.equals(head.subarray(1)));
  if (key === undefined) return { kind: "other key" };
  const ivEnd = head.length + ivBytes;
  try {
    const options = { authTagLength: tagBytes };
    const decipher = createDecipheriv("aes-256-gcm", key.secret, sealed.subarray(head.length, ivEnd), options);
    decipher.setAAD(vouched(head, place)).setAuthTag(sealed.subarray(ivEnd, headBytes));
    const open = Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]);
    return { kind: "open", text: open.toString("utf8") };
  } catch {
    return { kind: "damaged" };
  }
}
