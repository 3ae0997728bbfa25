import type { FastifyInstance } from "fastify";

/** Pictures by their random names; null: there is none of this name. */
export interface Files {
  picture(name: string): Promise<Uint8Array | null>;
}

/**
 * Serves pictures to whoever knows their names: a platform fetches them without a cookie and from anywhere. What a name
 * stands for never changes, so everybody may keep it.
 */
export function serveFiles(app: FastifyInstance, files: Files): void {
  app.get<{ Params: { file: string } }>("/files/:file", async ({ params }, reply) => {
    const name = /^([A-Za-z0-9_-]{20,64})\.png$/.exec(params.file)?.[1];
    const png = name === undefined ? null : await files.picture(name);
    if (png === null) return reply.callNotFound();
    reply.headers({
      "cache-control": "public, max-age=31536000, immutable",
      "cross-origin-resource-policy": "cross-origin",
    });
    return reply.type("image/png").send(Buffer.from(png));
  });
}
