import { recordDeeds } from "#db/records/audit.ts";
import type { UnitName } from "#db/units/units.ts";
import {
  listParts,
  listUnitPeople,
  type PeopleOrder,
  type UnitPerson,
  type UnitView,
  viewUnit,
} from "#db/units/view.ts";
import type { UnitId } from "#domain/ids.ts";
import { reportParts } from "#supervision/overview.ts";
import { readDays } from "#supervision/report.ts";
import { boardWords, careWords, figureWords as words } from "#wording/dashboard.ts";
import { dateInWords } from "#wording/format.ts";
import { asOf, type Look } from "./board.ts";
import { figureList, partsTable } from "./figures.ts";
import type { View } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { nudgeForm } from "./nudging.ts";
import { activity } from "./overview.ts";
import { addressOf, readId, told, unitScope } from "./scopes.ts";
import { type Column, pageOf, pager, sortingOf, table } from "./table.ts";

/** People on one page of the table. */
const pageSize = 50;

/** A unit with everything below it; its own people by name. */
export async function unitPage(look: Look): Promise<View | null> {
  const id = readId(look.named);
  const unit = id === null ? null : await viewUnit(look.tx, id as UnitId, look.viewer);
  if (unit === null) return null;
  const scope = unitScope(unit);
  const parts = await listParts(look.tx, unit.id, look.viewer);
  const figures = await reportParts(look.tx, scope.scope, parts, look.now, look.viewer);
  const path = `/dashboard/don-vi/${unit.id}`;
  return {
    title: told(unit.name),
    nav: "overview",
    asOf: asOf(look),
    crumbs: crumbsOf(unit.above),
    body: html`${figureList(figures.whole)}
${await activity(look, scope)}
${parts.length === 0 ? null : partsTable(words.unitsOf, figures.parts, path, look.asked)}
${await peopleOf(look, unit, path)}
<section class="doings" aria-labelledby="viec"><h2 id="viec">${words.doings}</h2>
${nudgeForm(scope, look.token)}
<ul><li><a href="${addressOf("/dashboard/can-giup", { "pham-vi": scope.address })}">${careWords.help}</a></li>
<li><a href="${addressOf("/dashboard/bai-hoc", { "pham-vi": scope.address })}">${boardWords.lessons}</a></li></ul></section>`,
  };
}

const crumbsOf = (above: readonly UnitName[]): Html =>
  html`<nav class="crumbs" aria-label="${boardWords.crumbs}"><ol><li><a href="/dashboard">${boardWords.overview}</a></li>${above.map(
    ({ id, name }) => html`<li><a href="/dashboard/don-vi/${id}">${told(name)}</a></li>`,
  )}</ol></nav>`;

const orders: Readonly<Record<string, PeopleOrder>> = { ten: "name", "bai-hoc": "completed", "hoat-dong": "active" };

const columns: readonly Column<UnitPerson>[] = [
  { label: words.name, key: "ten", cell: ({ fullName }) => told(fullName) },
  { label: words.title, key: null, cell: ({ title }) => (title === null ? nothing : told(title)) },
  { label: words.joined, key: null, cell: ({ joined }) => (joined ? words.yes : words.no) },
  { label: words.lessons, key: "bai-hoc", numeric: true, cell: lessonsCell },
  {
    label: words.lastActive,
    key: "hoat-dong",
    numeric: true,
    cell: ({ lastActiveDay }) => (lastActiveDay === null ? nothing : dateInWords(lastActiveDay)),
  },
  {
    label: words.state,
    key: null,
    cell: ({ state }) => html`<span class="state ${state}">${words.states[state]}</span>`,
  },
];

const nothing: Html = html`<span class="nothing">${boardWords.none}</span>`;

function lessonsCell({ lessonsCompleted, lessonsDue }: UnitPerson): Html {
  const said = words.lessonsSaid(lessonsCompleted, lessonsDue);
  return html`<span aria-hidden="true">${words.lessonsOf(lessonsCompleted, lessonsDue)}</span><span class="hidden">${said}</span>`;
}

/** Whoever looks at people's rows is written down, as numbers. */
async function peopleOf(look: Look, unit: UnitView, path: string): Promise<Html> {
  const { tx, now, viewer, asked } = look;
  const days = await readDays(tx, { kind: "unit", id: unit.id }, now, viewer);
  const sorting = sortingOf(asked("nguoi"), Object.keys(orders));
  const by = { order: orders[sorting.key]!, descending: sorting.descending };
  const wanted = pageOf(asked("trang"), Number.MAX_SAFE_INTEGER, pageSize).number;
  const read = (number: number) =>
    listUnitPeople(tx, unit.id, days, now, by, { from: (number - 1) * pageSize, limit: pageSize }, viewer);
  const first = await read(wanted);
  const page = pageOf(asked("trang"), first.total, pageSize);
  const { total, people } = page.number === wanted ? first : await read(page.number);
  if (people.length > 0) await recordDeeds(tx, [{ at: now, actor: viewer, deed: "view", subject: `unit:${unit.id}` }]);
  const at = (order: string, number: number) =>
    addressOf(path, { nguoi: order, trang: number === 1 ? "" : number }, "#nguoi-hoc");
  const rows =
    total === 0
      ? html`<p>${words.noPeople}</p>`
      : table({ caption: words.peopleCaption(total), columns, rows: people, sorting, sorted: (order) => at(order, 1) });
  return html`<section aria-labelledby="nguoi-hoc"><h2 id="nguoi-hoc">${words.people}</h2>
${rows}
${pager(page, (number) => at(asked("nguoi"), number))}</section>`;
}
