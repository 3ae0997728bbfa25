import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What is kept of a secret, and what it is looked up by. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** 256 bits that nobody can guess. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What a secret of ours looks like; nothing else is looked up. */
export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** Where a link's secret lets its person in. */
export const linkPath = (secret: string): string => `/dashboard/vao/${secret}`;

/** What a form of this session carries: it follows from the session's secret, and does not tell it. */
export const formToken = (session: string): string => hashOf(`form:${session}`);

/** Compared in a time that says nothing about either. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(expected)));
}
