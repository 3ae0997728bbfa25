import { listCohorts } from "#db/learning/cohorts.ts";
import { listUnits } from "#db/units/units.ts";
import { boardWords as words } from "#wording/dashboard.ts";
import type { Look } from "./board.ts";
import { type Html, html } from "./markup.ts";
import { cohortScope, told, unitScope, type ViewedScope, wholeScope } from "./scopes.ts";

/** The way back to the unit or cohort that a page is about; nothing for a page about everything. */
export function scopeCrumbs({ scope, name }: ViewedScope): Html {
  if (scope.kind === "own") return html``;
  const path = scope.kind === "unit" ? `/dashboard/don-vi/${scope.id}` : `/dashboard/lop/${scope.id}`;
  return html`<nav class="crumbs" aria-label="${words.crumbs}"><ol><li><a href="/dashboard">${words.overview}</a></li><li><a href="${path}">${told(name)}</a></li></ol></nav>`;
}

/** Units offered in one list; more are found on their own pages. */
const mostUnits = 200;

/** Everything that a report can be about. */
export async function listScopes(look: Look): Promise<readonly ViewedScope[]> {
  const cohorts = await listCohorts(look.tx, look.viewer);
  const units = await listUnits(look.tx, look.viewer);
  return [wholeScope(look), ...cohorts.map(cohortScope), ...units.slice(0, mostUnits).map(unitScope)];
}
