import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Db, Tx } from "#db/connect.ts";
import { dateIn, type LocalDate, timeIn, type Zone } from "#domain/time.ts";
import { type Looking, lookWith } from "#supervision/dashboard.ts";
import { boardWords, doorWords } from "#wording/dashboard.ts";
import { isOwnForm } from "../same-origin.ts";
import type { BoardBooks } from "./books.ts";
import type { Cookie } from "./cookies.ts";
import { doorOf, framed, type View } from "./frame.ts";
import { html } from "./markup.ts";
import { formToken, hashOf, isSame } from "./secrets.ts";

/** What the dashboard needs of the program. */
export interface DashboardDeps {
  readonly db: Db;
  now(): Date;
  /** Of figures and instants. */
  readonly zone: Zone;
  /** Where people reach us; null: on this machine. */
  readonly publicUrl: string | null;
  /** Told after messages were planned. */
  planned(): Promise<void>;
  readonly books: BoardBooks;
}

/** A request of somebody who was let in, within its transaction. */
export interface Look extends Looking {
  readonly tx: Tx;
  readonly now: Date;
  readonly today: LocalDate;
  readonly zone: Zone;
  /** What its forms carry. */
  readonly token: string;
  /** What the address says behind the question mark, or the form; "" for what it does not say. */
  readonly asked: (name: string) => string;
  /** The part of the address that names something. */
  readonly named: string;
}

/** A file to be kept. */
export interface Download {
  readonly name: string;
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** What a form is answered with. `planned`: messages were planned; `again`: not now, somebody may come again in a minute. */
export type Acted =
  | { readonly view: View; readonly planned?: boolean; readonly again?: boolean }
  | { readonly download: Download };

/** What takes its time, and has no transaction meanwhile; what came of it is shown with a right that is read anew. */
export interface Later {
  readonly later: () => Promise<(look: Look) => Promise<Acted | null>>;
}

export interface Board {
  /** A page or a file; null: there is no such thing for this viewer, whether it exists or not. */
  page(path: string, view: (look: Look) => Promise<View | { readonly download: Download } | null>): void;
  /** What a form does; null as for a page. */
  action(path: string, act: (look: Look) => Promise<Acted | Later | null>): void;
}

/** Where everybody may look: who is outside learns how to come in. */
const front = "/dashboard";

/** Pages and forms for who has a session; everybody else stands before the door. */
export function openBoard(app: FastifyInstance, deps: DashboardDeps, session: Cookie, host: string): Board {
  const looking = <Answer>(request: FastifyRequest, secret: string, answer: (look: Look) => Promise<Answer>) =>
    deps.db.transaction(async (tx) => {
      const now = deps.now();
      const found = await lookWith(tx, hashOf(secret), now);
      return found === null ? "outside" : await answer(lookOf(deps, request, secret, { tx, now, ...found }));
    });
  return {
    page: (path, view) =>
      app.get(path, async (request, reply) => {
        const secret = session.read(request);
        const status = path === front ? 200 : 401;
        if (secret === null) return standOutside(reply, status);
        const found = await looking(request, secret, view);
        if (found === "outside") return standOutside(reply, status, session);
        if (found === null) return reply.callNotFound();
        return "download" in found
          ? sendDownload(reply, found.download)
          : sendPage(reply, framed(found, formToken(secret)));
      }),
    action: (path, act) =>
      app.post(path, async (request, reply) => {
        const secret = session.read(request);
        if (!isOwnForm(request, host, deps.publicUrl)) return refuseForm(reply);
        if (secret === null) return standOutside(reply, 401);
        const begun = await looking(request, secret, async (look) =>
          isSame(look.asked("ma"), look.token) ? await act(look) : "stale",
        );
        const found = isLater(begun) ? await looking(request, secret, await begun.later()) : begun;
        if (found === "outside") return standOutside(reply, 401, session);
        if (found === "stale") return refuseForm(reply);
        if (found === null) return reply.callNotFound();
        if ("download" in found) return sendDownload(reply, found.download);
        if (found.planned === true) await deps.planned();
        if (found.again === true) reply.header("retry-after", "60");
        return sendPage(reply, framed(found.view, formToken(secret)), found.again === true ? 503 : 200);
      }),
  };
}

const isLater = (begun: Acted | Later | "outside" | "stale" | null): begun is Later =>
  typeof begun === "object" && begun !== null && "later" in begun;

type Found = Pick<Look, "tx" | "now" | "viewer" | "units">;

function lookOf({ zone }: DashboardDeps, request: FastifyRequest, secret: string, found: Found): Look {
  const said = request.method === "POST" ? request.body : request.query;
  const asked = (name: string) => {
    const value = said instanceof URLSearchParams ? said.get(name) : (said as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  const { id = "" } = request.params as { id?: string };
  return { ...found, zone, today: dateIn(zone, found.now), token: formToken(secret), asked, named: id };
}

/** Which minute the figures of a page are of. */
export const asOf = ({ now, today, zone }: Look): string => boardWords.asOf(today, timeIn(zone, now));

export const sendPage = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
  reply.code(status).type("text/html; charset=utf-8").send(page);

/** @param over a session that the browser holds in vain */
export function standOutside(reply: FastifyReply, status: number, over?: Cookie): FastifyReply {
  over?.drop(reply);
  return sendPage(reply, doorPage, status);
}

const doorPage = doorOf(
  doorWords.door,
  html`<p>${doorWords.doorHow}</p><p>${doorWords.doorOver}</p>
<p>${doorWords.doorAgain} <a href="/dashboard">${doorWords.doorAgainLink}</a></p><p><a href="/">${doorWords.home}</a></p>`,
);

/** A form that no page of ours sent for this session. */
export const refuseForm = (reply: FastifyReply): FastifyReply => sendPage(reply, stalePage, 403);

const stalePage = doorOf(
  doorWords.stale,
  html`<p>${doorWords.staleHow}</p><p><a href="/dashboard">${doorWords.doorAgainLink}</a></p>`,
);

function sendDownload(reply: FastifyReply, { name, type, body }: Download): FastifyReply {
  reply.header("content-disposition", `attachment; filename="${name}"`);
  return reply.type(type).send(typeof body === "string" ? body : Buffer.from(body));
}
