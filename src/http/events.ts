import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";

/**
 * Makes a reader for a line that was just opened. It is asked again and again, and answers what the page does not know
 * yet; null: nothing is new.
 */
export type OpenReader = () => () => Promise<object | null>;

/** Keeps the line open, and finds what nobody announced. */
const refreshMs = 10_000;
const reconnectMs = 2000;

/** Server-sent events: what is read at once and after each change. */
export function serveEvents(
  app: FastifyInstance,
  openReader: OpenReader,
  onChange: (listener: () => void) => () => void,
): void {
  const open = new Set<PassThrough>();
  app.addHook("preClose", async () => {
    for (const stream of open) stream.end();
  });
  app.get("/events", async (_request, reply) => {
    const stream = new PassThrough();
    stream.write(`retry: ${reconnectMs}\n\n`);
    open.add(stream);
    const refresh = pouring(stream, openReader());
    const stop = onChange(refresh);
    const timer = setInterval(refresh, refreshMs);
    stream.once("close", () => {
      clearInterval(timer);
      stop();
      open.delete(stream);
    });
    refresh();
    return reply
      .headers({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
      .header("connection", "close") // or the ended stream's line would hold up the server's own end
      .send(stream);
  });
}

/** Writes what is read to the stream, one reading at a time: a change during one asks for one more, not for many. */
function pouring(stream: PassThrough, read: () => Promise<object | null>): () => void {
  let wanted = false;
  let reading = false;
  const pour = async () => {
    reading = true;
    while (wanted && stream.writable) {
      wanted = false;
      const news = await read();
      if (stream.writable) stream.write(news === null ? ":\n\n" : `data: ${JSON.stringify(news)}\n\n`);
    }
    reading = false;
  };
  return () => {
    wanted = true;
    if (!reading) pour().catch(() => stream.destroy()); // the page connects again, and hears then what it missed
  };
}
