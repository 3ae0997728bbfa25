import { partsOf } from "../shell.ts";

const keptMs = 7 * 24 * 3_600_000;

const formats: Readonly<Record<string, { readonly names: RegExp; readonly most: number }>> = {
  image: { names: /\.(?:jpe?g|png)$/i, most: 1_000_000 },
  gif: { names: /\.gif$/i, most: 5_000_000 },
  file: { names: /\.(?:pdf|docx?|csv)$/i, most: 5_000_000 },
};

/** What was uploaded, for seven days. */
export class Assets {
  /** How many uploads were taken. */
  taken = 0;
  /** What the files among them were called. */
  readonly names: string[] = [];
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly kind: string; readonly at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The answer's data to an upload; a number: it is refused so. @param kind the last part of the path */
  take(kind: string, contentType: string, body: Buffer): object | number {
    const format = formats[kind];
    const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?/.exec(contentType)?.[1];
    if (format === undefined || boundary === undefined) return -201;
    const { file } = partsOf(body, boundary) as { file?: { name: string; bytes: Buffer } };
    if (file === undefined || !format.names.test(file.name)) return -201;
    if (file.bytes.length > format.most) return -210;
    if (kind === "file") this.names.push(file.name);
    const id = `asset-${++this.taken}-${kind}`;
    this.#kept.set(id, { kind, at: this.#now() });
    return kind === "file" ? { token: id } : { attachment_id: id };
  }

  /** 0: it is there, and of this kind; else the number to refuse with. */
  check(kind: "image" | "file", id: unknown): number {
    const kept = typeof id === "string" ? this.#kept.get(id) : undefined;
    if (kept === undefined || kept.kind !== kind) return -201;
    return this.#now() - kept.at > keptMs ? -100 : 0;
  }
}
