import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Phone, PhoneName } from "./demo.ts";

interface State {
  readonly phones: readonly (Phone & { readonly messages: readonly { readonly id: number }[] })[];
}

/** Reads the state with the messages above the id that `lastId` gives for each phone's chat. */
export type ReadState = (lastId: (phone: PhoneName, chat: string) => number) => Promise<State>;

/** Two messages written at once may become visible out of order: this many ids are told again. */
const overlap = 16;
/** Keeps the line open, and finds what nobody announced. */
const refreshMs = 10_000;
const reconnectMs = 2000;

/** Server-sent events: the state at once and after each change. A page that knows a message already skips it. */
export function serveEvents(
  app: FastifyInstance,
  read: ReadState,
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
    const refresh = pouring(stream, read);
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

/** Writes the state to the stream, one reading at a time: a change during one asks for one more, not for many. */
function pouring(stream: PassThrough, read: ReadState): () => void {
  const told = new Map<string, number>();
  let wanted = false;
  let reading = false;
  const pour = async () => {
    reading = true;
    while (wanted && stream.writable) {
      wanted = false;
      const state = await read((_phone, chat) => Math.max(0, (told.get(chat) ?? 0) - overlap));
      for (const { chat, messages } of state.phones) told.set(chat, messages.at(-1)?.id ?? told.get(chat) ?? 0);
      if (stream.writable) stream.write(`data: ${JSON.stringify(state)}\n\n`);
    }
    reading = false;
  };
  return () => {
    wanted = true;
    if (!reading) pour().catch(() => stream.destroy()); // the page connects again, and hears then what it missed
  };
}
