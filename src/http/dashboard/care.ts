import type { PersonAtRisk } from "#domain/at-risk.ts";
import { noteShown, readAtRisk } from "#supervision/at-risk.ts";
import { boardWords, figureWords, careWords as words } from "#wording/dashboard.ts";
import { asOf, type Look } from "./board.ts";
import type { View } from "./frame.ts";
import { html } from "./markup.ts";
import { nudgeForm } from "./nudging.ts";
import { scopeCrumbs } from "./scope-choice.ts";
import { readScope, told } from "./scopes.ts";
import { type Column, table } from "./table.ts";

/** People on the page; the rest is counted. */
const most = 100;

const columns: readonly Column<PersonAtRisk>[] = [
  { label: figureWords.name, key: null, cell: ({ fullName }) => told(fullName) },
  { label: figureWords.unit, key: null, cell: ({ unit }) => told(unit) },
  {
    label: words.reasons,
    key: null,
    cell: ({ reasons }) =>
      html`<ul class="reasons">${reasons.map((reason) => html`<li>${words.reason(reason)}</li>`)}</ul>`,
  },
];

/** Who needs help, and why. Whoever looks is written down. */
export async function carePage(look: Look): Promise<View | null> {
  const { tx, now, viewer } = look;
  const scope = await readScope(look, look.asked("pham-vi"));
  if (scope === null) return null;
  const found = await readAtRisk(tx, scope.scope, now, most, viewer);
  await noteShown(tx, scope.scope, found, viewer, now);
  const { total, people } = found;
  const list =
    total === 0
      ? html`<p>${words.nobody}</p>`
      : table({ caption: words.helpCount(total, people.length), columns, rows: people });
  return {
    title: words.help,
    nav: "help",
    asOf: asOf(look),
    crumbs: scopeCrumbs(scope),
    body: html`<p class="scope">${boardWords.whole(told(scope.name))}</p>
<section>${nudgeForm(scope, look.token)}</section>
<section>${list}</section>`,
  };
}
