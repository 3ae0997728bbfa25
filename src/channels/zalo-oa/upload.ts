import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { OaCall } from "./client.ts";

const uploadSeconds = 60;
/** They are kept for seven days. */
const keptMs = 6 * 24 * 3600 * 1000;

/** What the platform takes onto its shelves, each by its own path and under the field that its answer names it by. */
const shelves = {
  png: { path: "image", name: "hoc-vu.png", type: "image/png", mostBytes: 1_000_000, field: "attachment_id" },
  csv: { path: "file", name: "bao-cao.csv", type: "text/csv", mostBytes: 5_000_000, field: "token" },
} as const;

export interface Stored {
  readonly kind: keyof typeof shelves;
  readonly bytes: Uint8Array;
}

/** A picture or file on the platform's own shelves: what it is called there. Null: it was not taken. */
export interface Uploads {
  /** @param key the same picture or file has the same; null: it is another each time */
  idOf(call: OaCall, key: string | null, read: () => Promise<Stored | null>): Promise<string | null>;
  /** It is no longer there. */
  forget(key: string | null): void;
}

/** Each goes up once in six days, as long as the process lives. */
export function openUploads(monotonic: () => number): Uploads {
  const kept = new Map<string, { readonly id: string; readonly at: number }>();
  const keep = (key: string, id: string) => {
    for (const [other, { at }] of kept) if (monotonic() - at >= keptMs) kept.delete(other);
    kept.set(key, { id, at: monotonic() });
  };
  return {
    async idOf(call, key, read) {
      const known = key === null ? undefined : kept.get(key);
      if (known !== undefined && monotonic() - known.at < keptMs) return known.id;
      const stored = await read().catch(() => null);
      if (stored === null || stored.bytes.length > shelves[stored.kind].mostBytes) return null;
      const id = await upload(call, stored);
      if (id !== null && key !== null) keep(key, id);
      return id;
    },
    forget(key) {
      if (key !== null) kept.delete(key);
    },
  };
}

const uploaded = z.record(z.string(), z.unknown());

async function upload(call: OaCall, { kind, bytes }: Stored): Promise<string | null> {
  const { path, name, type, field } = shelves[kind];
  const boundary = `hocvu-${randomBytes(12).toString("hex")}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const answer = await call({
    method: "POST",
    path: `/v2.0/oa/upload/${path}`,
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    seconds: uploadSeconds,
  });
  const id = answer.kind === "ok" ? uploaded.safeParse(answer.data).data?.[field] : null;
  return typeof id === "string" && id !== "" ? id : null;
}
