import { recordDeeds } from "#db/records/audit.ts";
import { nudge } from "#supervision/absent.ts";
import { boardWords, careWords as words } from "#wording/dashboard.ts";
import { supervisorWords } from "#wording/vi-supervisor.ts";
import type { Acted, Look } from "./board.ts";
import { tokenField } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { readScope, told, type ViewedScope } from "./scopes.ts";

/** A button that reminds who has not learnt today. */
export const nudgeForm = ({ address }: ViewedScope, token: string): Html =>
  html`<form method="post" action="/dashboard/nhac">${tokenField(token)}<input type="hidden" name="pham-vi" value="${address}"><p>${words.nudgeWhat}</p><button>${words.nudge}</button></form>`;

/** Reminds them, once a day each whoever asks, and says what came of it. */
export async function nudgeNow(look: Look): Promise<Acted | null> {
  const { tx, now, viewer } = look;
  const scope = await readScope(look, look.asked("pham-vi"));
  if (scope === null) return null;
  const nudged = await nudge(tx, scope.scope, now, viewer);
  const planned = nudged.kind === "planned" && nudged.planned > 0;
  if (planned) {
    const detail = { people: nudged.planned };
    await recordDeeds(
      tx,
      scope.subjects.map((subject) => ({ at: now, actor: viewer, deed: "nudge", subject, detail })),
    );
  }
  const name = told(scope.name);
  const lines =
    nudged.kind === "quiet"
      ? [words.nudgeQuiet]
      : [
          nudged.planned > 0 ? supervisorWords.nudged(nudged.planned, name) : supervisorWords.nobodyToNudge(name),
          ...(nudged.alreadyNudged > 0 ? [supervisorWords.nudgedBefore(nudged.alreadyNudged)] : []),
        ];
  const back = scope.scope.kind === "unit" ? `/dashboard/don-vi/${scope.scope.id}` : "/dashboard/can-giup";
  return {
    planned,
    view: {
      title: words.nudged,
      nav: "help",
      asOf: null,
      body: html`<div class="result" role="status">${lines.map((line) => html`<p>${line}</p>`)}</div>
<p><a href="${back}">${boardWords.back}</a></p>`,
    },
  };
}
