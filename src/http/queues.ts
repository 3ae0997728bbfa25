import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { takeForms } from "./body.ts";
import { type Html, html } from "./dashboard/markup.ts";
import { isSame } from "./dashboard/secrets.ts";
import { isOwnForm } from "./same-origin.ts";
import { readBeside, serveText } from "./static.ts";

/** Jobs of one queue, by state. */
export interface QueueLine {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** What operators see of the queues and can do there. Jobs carry ids alone, and not even those are shown. */
export interface QueuesDeps {
  readonly password: string;
  /** Where people reach us; null: at this machine alone. */
  readonly publicUrl: string | null;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic: () => number;
  counts(): Promise<Readonly<Record<string, QueueLine>>>;
  /** By name, by how many seconds the next run of a tick is late. */
  ticks(): Promise<Readonly<Record<string, number>>>;
  retryFailed(queue: string): Promise<void>;
  forgetFailed(queue: string): Promise<void>;
}

const formLimitBytes = 1024;
const mostWrong = 10;
const perMs = 60_000;

/**
 * The page of the queues, for operators who know the password, as `operator` by the browser's own log-in. Nothing is done
 * but by a form of this very page.
 */
export function serveQueues(app: FastifyInstance, deps: QueuesDeps, host: string): void {
  serveText(app, "/queues.css", ".css", readBeside("queues.css"));
  app.register(async (inside) => {
    const knows = openGuard(deps);
    inside.addHook("onRequest", async (request, reply) => {
      reply.headers({ "cache-control": "no-store", "referrer-policy": "same-origin" });
      return knows(request, reply);
    });
    takeForms(inside, formLimitBytes);
    inside.get("/queues", async (_request, reply) => send(reply, 200, await overview(deps)));
    inside.post("/queues", async (request, reply) => {
      if (!isOwnForm(request, host, deps.publicUrl)) return send(reply, 403, say("This form is not from this page."));
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const queue = form.get("queue") ?? "";
      const named = form.get("deed") ?? "";
      const deed = Object.hasOwn(deeds, named) ? deeds[named] : undefined;
      // Only what is listed may be named: asking for a queue makes it.
      if (deed === undefined || !Object.hasOwn(await deps.counts(), queue))
        return send(reply, 404, say("There is no such queue."));
      await deed(deps, queue);
      return reply.redirect("/queues", 303);
    });
  });
}

const deeds: Readonly<Record<string, (deps: QueuesDeps, queue: string) => Promise<void>>> = {
  retry: (deps, queue) => deps.retryFailed(queue),
  forget: (deps, queue) => deps.forgetFailed(queue),
};

/** Turns away who does not know the password; after ten wrong ones everybody, until a minute has passed since the first. */
function openGuard({ password, monotonic }: QueuesDeps) {
  let wrong = 0;
  let since = Number.NEGATIVE_INFINITY;
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    if (monotonic() - since >= perMs) wrong = 0;
    if (wrong >= mostWrong) {
      const seconds = Math.ceil((since + perMs - monotonic()) / 1000);
      return send(reply.header("retry-after", String(seconds)), 429, say("Too many wrong passwords: wait a minute."));
    }
    const given = credentials(request.headers.authorization);
    if (given !== null && isSame(given, `operator:${password}`)) return undefined;
    if (given !== null) {
      if (wrong === 0) since = monotonic();
      wrong += 1;
    }
    const challenge = 'Basic realm="queues", charset="UTF-8"';
    return send(
      reply.header("www-authenticate", challenge),
      401,
      say("Log in as operator, with HOCVU_OPERATOR_PASSWORD."),
    );
  };
}

/** "name:password"; null: none are given. */
function credentials(header: string | undefined): string | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "") ?? [];
  return encoded === undefined ? null : Buffer.from(encoded, "base64").toString("utf8");
}

async function overview(deps: QueuesDeps): Promise<Html> {
  const [counts, ticks] = await Promise.all([deps.counts(), deps.ticks()]);
  const queues = Object.entries(counts).map(
    ([
      name,
      { waiting, active, delayed, failed },
    ]) => html`<tr><td>${name}</td><td>${waiting}</td><td>${active}</td><td>${delayed}</td><td>${failed}</td></tr>
${failed === 0 ? null : choice(name)}`,
  );
  const late = Object.entries(ticks).map(
    ([
      name,
      seconds,
    ]) => html`<tr><td>${name}</td><td>${seconds === 0 ? "on time" : `${Math.round(seconds)} s`}</td></tr>
`,
  );
  return html`<h1>Queues</h1>
<p>Jobs are bells that carry numbers: what is to be done stands in tables, and is found again whatever becomes of them.</p>
<table><thead><tr><th>queue</th><th>waiting</th><th>active</th><th>delayed</th><th>given up</th></tr></thead><tbody>
${queues}</tbody></table>
<h2>Ticks</h2>
${
  late.length === 0
    ? html`<p>Nobody ticks: start a scheduler.</p>`
    : html`<table><thead><tr><th>tick</th><th>late</th></tr></thead><tbody>
${late}</tbody></table>`
}
`;
}

/** What can be done with the jobs of a queue that were given up: a row of its own, so that it fits a phone. */
const choice = (
  queue: string,
): Html => html`<tr><td class="deeds" colspan="5">${button(queue, "retry", "Try again")}${button(queue, "forget", "Forget")}</td></tr>
`;

const button = (queue: string, deed: string, label: string): Html =>
  html`<form method="post" action="/queues"><input type="hidden" name="queue" value="${queue}"><button name="deed" value="${deed}" aria-label="${label}: ${queue}">${label}</button></form> `;

const say = (text: string): Html => html`<p>${text}</p>`;

function send(reply: FastifyReply, status: number, body: Html): FastifyReply {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Queues</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/page.css">
<link rel="stylesheet" href="/queues.css">
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
  return reply.code(status).type("text/html; charset=utf-8").send(whole.markup);
}
