import { partsOf, recentActivity, reportParts } from "#supervision/overview.ts";
import { boardWords, figureWords } from "#wording/dashboard.ts";
import { asOf, type Look } from "./board.ts";
import { activityChart } from "./charts.ts";
import { figureList, partsTable } from "./figures.ts";
import type { View } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { told, type ViewedScope, wholeScope } from "./scopes.ts";

/** Days of the activity chart. */
const days = 14;

/** All that somebody supervises: figures, activity, units. */
export async function overview(look: Look): Promise<View> {
  const scope = wholeScope(look);
  const parts = await partsOf(look.tx, look.units, look.viewer);
  const figures = await reportParts(look.tx, scope.scope, parts, look.now, look.viewer);
  const [only] = look.units;
  const own =
    look.units.length === 1 ? html`<a href="/dashboard/don-vi/${only!.id}">${told(only!.path)}</a>` : told(scope.name);
  return {
    title: boardWords.overview,
    nav: "overview",
    asOf: asOf(look),
    body: html`<p class="scope">${own}</p>
${figureList(figures.whole)}
${await activity(look, scope)}
${partsTable(figureWords.units, figures.parts, "/dashboard", look.asked)}`,
  };
}

export async function activity({ tx, zone, now, viewer }: Look, { scope }: ViewedScope): Promise<Html> {
  const learnt = await recentActivity(tx, scope, zone, days, now, viewer);
  return html`<section aria-labelledby="hoat-dong"><h2 id="hoat-dong">${figureWords.activity}</h2>
${activityChart(learnt)}</section>`;
}
