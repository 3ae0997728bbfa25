import type { FastifyInstance, FastifyReply } from "fastify";

/** What was made for one person. */
export interface PrivateFile {
  readonly kind: "png" | "xlsx" | "csv";
  readonly bytes: Uint8Array;
}

/** Files by their random names; null: there is none of this name. */
export interface Files {
  /** A picture that everybody may see. */
  picture(name: string): Promise<Uint8Array | null>;
  /** Null, too, where it has expired, or its person may no longer see what it tells. */
  privateFile(name: string): Promise<PrivateFile | null>;
}

const types = {
  png: "image/png",
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/**
 * Serves files to whoever knows their names: a platform fetches them without a cookie and from anywhere. What the name of
 * a module's picture stands for never changes, so everybody may keep it; nobody may keep what was made for one person.
 */
export function serveFiles(app: FastifyInstance, files: Files): void {
  app.get<{ Params: { file: string } }>("/files/:file", async ({ params }, reply) => {
    const [, name, kind] = /^([A-Za-z0-9_-]{20,64})\.(png|xlsx|csv)$/.exec(params.file) ?? [];
    if (name === undefined) return reply.callNotFound();
    const png = kind === "png" ? await files.picture(name) : null;
    if (png !== null) {
      reply.headers({
        "cache-control": "public, max-age=31536000, immutable",
        "cross-origin-resource-policy": "cross-origin",
      });
      return reply.type(types.png).send(Buffer.from(png));
    }
    const file = await files.privateFile(name);
    return file === null || file.kind !== kind ? reply.callNotFound() : sendPrivate(reply, file);
  });
}

function sendPrivate(reply: FastifyReply, { bytes, kind }: PrivateFile): FastifyReply {
  reply.headers({ "cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow" });
  if (kind !== "png") reply.header("content-disposition", `attachment; filename="bao-cao.${kind}"`);
  else reply.header("cross-origin-resource-policy", "cross-origin");
  return reply.type(types[kind]).send(Buffer.from(bytes));
}
