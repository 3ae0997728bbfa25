import { boardWords as words } from "#wording/dashboard.ts";
import { type Html, html } from "./markup.ts";

export interface Column<Row> {
  readonly label: string;
  /** By what the address asks to sort by it; null: it cannot be sorted. */
  readonly key: string | null;
  readonly cell: (row: Row) => Html | string;
  readonly numeric?: boolean;
}

/** Which column rows stand by. */
export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** What the address asks for, "ten" or "-ten"; the first choice for anything else. */
export function sortingOf(asked: string, keys: readonly string[]): Sorting {
  const descending = asked.startsWith("-");
  const key = descending ? asked.slice(1) : asked;
  return keys.includes(key) ? { key, descending } : { key: keys[0]!, descending: false };
}

export interface TableView<Row> {
  readonly caption: string | Html;
  /** The first is the row's header. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly sorting?: Sorting;
  /** The address of the same page with the rows sorted so. */
  readonly sorted?: (asked: string) => string;
}

/** A table that turns into cards where there is no room; the roles keep it a table for who hears it. */
export function table<Row>({ caption, columns, rows, sorting, sorted }: TableView<Row>): Html {
  const heads = columns.map(({ label, key, numeric }) => {
    const by = sorting !== undefined && key === sorting.key ? sorting : null;
    const order = by === null ? null : html` aria-sort="${by.descending ? "descending" : "ascending"}"`;
    // Of numbers the greatest are wanted first; a second press turns the order round.
    const descends = by === null ? numeric === true : !by.descending;
    const text = key === null || sorted === undefined ? label : sortLink(label, sorted(descends ? `-${key}` : key), by);
    return html`<th role="columnheader" scope="col"${classOf(numeric)}${order}>${text}</th>`;
  });
  const lines = rows.map((row) => {
    const cells = columns.map(({ label, cell, numeric }, at) =>
      at === 0
        ? html`<th role="rowheader" scope="row">${cell(row)}</th>`
        : html`<td role="cell" data-label="${label}"${classOf(numeric)}>${cell(row)}</td>`,
    );
    return html`<tr role="row">${cells}</tr>\n`;
  });
  return html`<table role="table" class="cards"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${lines}</tbody></table>`;
}

const classOf = (numeric: boolean | undefined) => (numeric === true ? html` class="number"` : null);

function sortLink(label: string, href: string, by: Sorting | null): Html {
  const mark = by === null ? null : html`<span aria-hidden="true"> ${by.descending ? "▼" : "▲"}</span>`;
  return html`<a class="sort" href="${href}" title="${words.sortBy(label)}">${label}${mark}</a>`;
}

export interface Page {
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

/** The page asked for, within what there is: the first for nonsense, the last for more. */
export function pageOf(asked: string, total: number, size: number): Page {
  const count = Math.max(1, Math.ceil(total / size));
  const number = /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  return { number: Math.min(number, count), count };
}

/** Nothing where everything is on one page. */
export function pager({ number, count }: Page, href: (page: number) => string): Html | null {
  if (count === 1) return null;
  const link = (to: number, text: string) =>
    to < 1 || to > count ? null : html`<a href="${href(to)}" rel="${to < number ? "prev" : "next"}">${text}</a>`;
  return html`<nav class="pager" aria-label="${words.pages}">${link(number - 1, words.previous)} <span>${words.page(number, count)}</span> ${link(number + 1, words.next)}</nav>`;
}
