import type { UnitName } from "#db/units/units.ts";
import { byName } from "#domain/name.ts";
import type { Figures, PartFigures } from "#supervision/overview.ts";
import { figureWords as words } from "#wording/dashboard.ts";
import { numberInWords, percentInWords } from "#wording/format.ts";
import { shareBar } from "./charts.ts";
import { type Html, html } from "./markup.ts";
import { addressOf, told } from "./scopes.ts";
import { type Column, pageOf, pager, sortingOf, table } from "./table.ts";

/** The figures of a scope, each with what it means. */
export function figureList(figures: Figures): Html {
  const { learners } = figures;
  const share = (part: number) => (learners === 0 ? "" : words.ofLearners(part, learners));
  const facts = [
    [words.learners, numberInWords(learners), "", words.learnersMeans],
    [words.joined, numberInWords(figures.joined), share(figures.joined), words.joinedMeans],
    [words.today, numberInWords(figures.completedToday), share(figures.completedToday), words.todayMeans],
    [words.active, numberInWords(figures.active7d), share(figures.active7d), words.activeMeans],
    [words.completion, percentInWords(figures.completionRate), "", words.completionMeans],
    [words.score, percentInWords(figures.averageScore), "", words.scoreMeans],
  ] as const;
  const items = facts.map(
    ([name, value, beside, means]) =>
      html`<div><dt>${name}</dt><dd class="${value === percentInWords(null) ? "value none" : "value"}">${value}</dd>${beside === "" ? null : html`<dd class="beside">${beside}</dd>`}<dd class="means">${means}</dd></div>\n`,
  );
  return html`<section aria-labelledby="so-lieu"><h2 id="so-lieu">${words.figures}</h2><dl class="figures">
${items}</dl></section>`;
}

const columns: readonly (Column<PartFigures> & { readonly key: string })[] = [
  {
    label: words.unit,
    key: "ten",
    cell: ({ id, name }) => html`<a href="/dashboard/don-vi/${id}">${told(name)}</a>`,
  },
  { label: words.learners, key: "hoc-vien", numeric: true, cell: ({ learners }) => numberInWords(learners) },
  { label: words.joined, key: "tham-gia", numeric: true, cell: ({ joined }) => numberInWords(joined) },
  { label: words.today, key: "hom-nay", numeric: true, cell: ({ completedToday }) => numberInWords(completedToday) },
  { label: words.completion, key: "hoan-thanh", numeric: true, cell: ({ completionRate }) => shareBar(completionRate) },
  { label: words.score, key: "dung", numeric: true, cell: ({ averageScore }) => shareText(averageScore) },
];

const shareText = (part: number | null) =>
  part === null ? html`<span class="nothing">${percentInWords(null)}</span>` : percentInWords(part);
const values: Readonly<Record<string, (part: PartFigures) => number>> = {
  "hoc-vien": ({ learners }) => learners,
  "tham-gia": ({ joined }) => joined,
  "hom-nay": ({ completedToday }) => completedToday,
  "hoan-thanh": ({ completionRate }) => completionRate ?? -1,
  dung: ({ averageScore }) => averageScore ?? -1,
};

/** Units on one page of the table. */
const pageSize = 40;

/** Units as a table that the address sorts (`don-vi`) and turns over (`don-vi-trang`); equal ones stand by name. */
export function partsTable(
  title: string,
  parts: readonly PartFigures[],
  path: string,
  asked: (name: string) => string,
): Html {
  const sorting = sortingOf(
    asked("don-vi"),
    columns.map(({ key }) => key),
  );
  const page = pageOf(asked("don-vi-trang"), parts.length, pageSize);
  const sign = sorting.descending ? -1 : 1;
  const value = values[sorting.key];
  const names = (a: UnitName, b: UnitName) => byName(a.name, b.name);
  const sorted = [...parts].sort((a, b) =>
    value === undefined ? sign * names(a, b) : sign * (value(a) - value(b)) || names(a, b),
  );
  const shown = sorted.slice((page.number - 1) * pageSize, page.number * pageSize);
  const at = (order: string, number: number) =>
    addressOf(path, { "don-vi": order, "don-vi-trang": number === 1 ? "" : number }, "#cac-don-vi");
  return html`<section aria-labelledby="cac-don-vi"><h2 id="cac-don-vi">${title}</h2>
${table({ caption: words.unitsCaption, columns, rows: shown, sorting, sorted: (order) => at(order, 1) })}
${pager(page, (number) => at(asked("don-vi"), number))}</section>`;
}
