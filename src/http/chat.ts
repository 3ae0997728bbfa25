import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { chatPage } from "./chat-page.ts";
import type { Demo, PhoneName } from "./demo.ts";
import { openDemoClock } from "./demo-clock.ts";
import { serveEvents } from "./events.ts";
import { onlyOurPage } from "./same-origin.ts";
import { serveFile, serveText } from "./static.ts";

const phone = z.enum(["learner", "supervisor"]);
const said = z.union([
  z.strictObject({ phone, id: z.string().min(1).max(100), text: z.string().trim().min(1).max(4000) }),
  z.strictObject({ phone, id: z.string().min(1).max(100), tap: z.string().min(1).max(200) }),
]);
const look = z.strictObject({ phone, look: z.enum(["telegram", "zalo"]) });
const advance = z.union([
  z.strictObject({
    hours: z
      .number()
      .positive()
      .max(24 * 366),
  }),
  z.strictObject({ days: z.int().positive().max(366) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) }),
  z.strictObject({ stop: z.enum(["push", "reminder"]) }),
]);
const since = z.object({
  learner: z.coerce.number().int().min(0).catch(0),
  supervisor: z.coerce.number().int().min(0).catch(0),
});

/** Two messages written at once may become visible out of order: this many ids are told again. */
const overlap = 16;

/** The demo: two phones and a clock, for whoever sits at this machine. */
export function serveChat(app: FastifyInstance, demo: Demo, host: string): void {
  serveText(app, "/chat", ".html", chatPage(demo));
  for (const file of [
    "looks.css",
    "chat.css",
    "chat.js",
    "api.js",
    "bubble.js",
    "clock.js",
    "phone.js",
    "settings.js",
  ]) {
    serveFile(app, `/chat/${file}`, `chat/${file}`);
  }
  app.register(async (api) => serveApi(api, demo, host), { prefix: "/chat/api" });
}

function serveApi(api: FastifyInstance, demo: Demo, host: string): void {
  const clock = openDemoClock(demo);
  const stateSince = async (lastId: (phone: PhoneName, chat: string) => number) => ({
    clock: clock.state(),
    phones: await Promise.all(
      (await demo.phones()).map(async (open) => ({
        ...open,
        messages: await demo.messages(open.chat, lastId(open.phone, open.chat)),
      })),
    ),
  });

  onlyOurPage(api, host);
  serveEvents(
    api,
    () => {
      const told = new Map<string, number>();
      return async () => {
        const state = await stateSince((_phone, chat) => Math.max(0, (told.get(chat) ?? 0) - overlap));
        for (const { chat, messages } of state.phones) told.set(chat, messages.at(-1)?.id ?? told.get(chat) ?? 0);
        return state; // a page that knows a message already skips it
      };
    },
    clock.onChange,
  );

  api.get("/state", async (request, reply) => {
    const last = since.parse(request.query);
    return reply.header("cache-control", "no-store").send(await stateSince((name) => last[name]));
  });

  api.post("/say", async (request, reply) => {
    const body = said.safeParse(request.body).data;
    if (body === undefined) return reply.code(400).send({ ok: false });
    const { phone: name, ...what } = body;
    const open = (await demo.phones()).find((candidate) => candidate.phone === name);
    if (open === undefined) return reply.code(404).send({ ok: false });
    await demo.post(open.chat, what);
    return reply.code(202).send({ ok: true });
  });

  api.post("/look", async (request, reply) => {
    const body = look.safeParse(request.body).data;
    if (body === undefined) return reply.code(400).send({ ok: false });
    await demo.setLook(body.phone, body.look);
    return { ok: true };
  });

  api.post("/advance", async (request, reply) => {
    const body = advance.safeParse(request.body).data;
    if (body === undefined) return reply.code(400).send({ ok: false });
    const moved = await clock.advance(body);
    return moved === null ? reply.code(409).send({ ok: false }) : { ok: true, now: moved };
  });
}
