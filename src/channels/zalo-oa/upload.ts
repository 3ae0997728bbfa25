import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { OaCall } from "./client.ts";

const mostBytes = 1_000_000;
const uploadSeconds = 60;
/** They are kept for seven days. */
const keptMs = 6 * 24 * 3600 * 1000;

const uploaded = z.object({ attachment_id: z.string().min(1) });

/** A PNG on the platform's own shelves: what it is called there. Null: it was not taken. */
export interface Uploads {
  /** @param key the same picture has the same; null: it is another each time */
  idOf(call: OaCall, key: string | null, png: () => Promise<Uint8Array | null>): Promise<string | null>;
  /** It is no longer there. */
  forget(key: string | null): void;
}

/** Each picture goes up once in six days, as long as the process lives. */
export function openUploads(monotonic: () => number): Uploads {
  const kept = new Map<string, { readonly id: string; readonly at: number }>();
  return {
    async idOf(call, key, png) {
      const known = key === null ? undefined : kept.get(key);
      if (known !== undefined && monotonic() - known.at < keptMs) return known.id;
      const bytes = await png().catch(() => null);
      if (bytes === null || bytes.length > mostBytes) return null;
      const id = await upload(call, bytes);
      if (id !== null && key !== null) kept.set(key, { id, at: monotonic() });
      return id;
    },
    forget(key) {
      if (key !== null) kept.delete(key);
    },
  };
}

async function upload(call: OaCall, png: Uint8Array): Promise<string | null> {
  const boundary = `hocvu-${randomBytes(12).toString("hex")}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="hoc-vu.png"\r\nContent-Type: image/png\r\n\r\n`;
  const answer = await call({
    method: "POST",
    path: "/v2.0/oa/upload/image",
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    seconds: uploadSeconds,
  });
  return answer.kind === "ok" ? (uploaded.safeParse(answer.data).data?.attachment_id ?? null) : null;
}
