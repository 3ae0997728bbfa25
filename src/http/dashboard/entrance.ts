import type { FastifyInstance, FastifyReply } from "fastify";
import { enterDashboard, leaveDashboard, opensDashboard, sessionMinutes } from "#supervision/dashboard.ts";
import { boardWords, doorWords } from "#wording/dashboard.ts";
import { isOwnForm } from "../same-origin.ts";
import { type DashboardDeps, refuseForm, sendPage, standOutside } from "./board.ts";
import { type Cookie, cookie } from "./cookies.ts";
import { doorOf, tokenField } from "./frame.ts";
import { html } from "./markup.ts";
import { formToken, hashOf, isSame, isSecret, linkPath, newSecret } from "./secrets.ts";

const enterMinutes = 15;

/**
 * The way in by a link, and out again. Who looks at a link spends nothing: platforms and scanners do so before its person;
 * the button on its page lets this browser in. A link that is of no use is answered in one way, whatever it is.
 */
export function serveEntrance(app: FastifyInstance, deps: DashboardDeps, session: Cookie, host: string): void {
  // Whoever stands before the button has no session yet: this shows that the page with it was opened here.
  const before = cookie("hocvu-vao", deps.publicUrl?.startsWith("https:") === true, "Lax");
  type Link = { Params: { secret: string } };

  app.get<Link>(linkPath(":secret"), async (request, reply) => {
    const { secret } = request.params;
    const opens = await deps.db.transaction(
      async (tx) =>
        isSecret(secret) && (await opensDashboard(tx, hashOf(secret), presentOf(session.read(request)), deps.now())),
    );
    if (!opens) return sayUseless(reply);
    const own = before.read(request) ?? newSecret();
    before.set(reply, own, enterMinutes * 60);
    return sendPage(reply, enterPage(secret, formToken(own)));
  });

  app.post<Link>(linkPath(":secret"), async (request, reply) => {
    const { secret } = request.params;
    const own = before.read(request);
    const given = request.body instanceof URLSearchParams ? (request.body.get("ma") ?? "") : "";
    if (!isOwnForm(request, host, deps.publicUrl) || own === null || !isSame(given, formToken(own)))
      return refuseForm(reply);
    const fresh = newSecret();
    const entered = await deps.db.transaction(async (tx) => {
      const present = presentOf(session.read(request));
      return isSecret(secret) && (await enterDashboard(tx, hashOf(secret), hashOf(fresh), present, deps.now()));
    });
    if (!entered) return sayUseless(reply);
    before.drop(reply);
    session.set(reply, fresh, sessionMinutes * 60);
    return reply.redirect("/dashboard", 303);
  });

  app.post("/dashboard/ra", async (request, reply) => {
    const secret = session.read(request);
    const given = request.body instanceof URLSearchParams ? (request.body.get("ma") ?? "") : "";
    if (secret === null) return standOutside(reply, 401);
    if (!isOwnForm(request, host, deps.publicUrl) || !isSame(given, formToken(secret))) return refuseForm(reply);
    await deps.db.transaction((tx) => leaveDashboard(tx, hashOf(secret), deps.now()));
    session.drop(reply);
    return reply.redirect("/dashboard", 303);
  });
}

const presentOf = (secret: string | null): string | null => (secret === null ? null : hashOf(secret));

const enterPage = (secret: string, token: string): string =>
  doorOf(
    boardWords.board,
    html`<p>${doorWords.enterHow}</p>
<form method="post" action="${linkPath(secret)}">${tokenField(token)}<button>${doorWords.enter}</button></form>
<p>${doorWords.enterShared}</p>`,
  );

const sayUseless = (reply: FastifyReply): FastifyReply => sendPage(reply, uselessPage, 404);

const uselessPage = doorOf(
  doorWords.spent,
  html`<p>${doorWords.spentHow}</p><p>${doorWords.doorAgain} <a href="/dashboard">${doorWords.doorAgainLink}</a></p>`,
);
