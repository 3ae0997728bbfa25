import { listCohortLessons } from "#db/figures/lessons.ts";
import { type CohortRow, listCohorts } from "#db/learning/cohorts.ts";
import { type Holiday, listHolidays } from "#db/learning/holidays.ts";
import { type PlanDay, planOf } from "#domain/cohort-plan.ts";
import { addDays, dateIn, type LocalDate, weekdayOf } from "#domain/time.ts";
import { learntByDay } from "#supervision/figures.ts";
import { readDays } from "#supervision/report.ts";
import { boardWords, calendarWords as words } from "#wording/dashboard.ts";
import { beginning, dateInWords, numberInWords, weekdayInWords } from "#wording/format.ts";
import { asOf, type Look } from "./board.ts";
import type { View } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { addressOf, cohortScope, readId, told } from "./scopes.ts";
import { type Column, table } from "./table.ts";

/** The cohorts that hold someone the viewer may see. */
export async function cohortsPage(look: Look): Promise<View> {
  const cohorts = await listCohorts(look.tx, look.viewer);
  const columns: readonly Column<CohortRow>[] = [
    { label: words.cohort, key: null, cell: ({ id, name }) => html`<a href="/dashboard/lop/${id}">${told(name)}</a>` },
    { label: words.start, key: null, numeric: true, cell: ({ start }) => dateInWords(start) },
    { label: words.learners, key: null, numeric: true, cell: ({ learners }) => numberInWords(learners) },
  ];
  const list = table({ caption: words.cohorts, columns, rows: cohorts });
  return {
    title: boardWords.cohorts,
    nav: "cohorts",
    asOf: asOf(look),
    body: html`<section>${cohorts.length === 0 ? html`<p>${words.noCohorts}</p>` : list}</section>`,
  };
}

/** A month of a cohort: which day teaches what, which are off, and how many whom the viewer may see learnt on each. */
export async function cohortPage(look: Look): Promise<View | null> {
  const { tx, viewer, now, asked } = look;
  const cohort = (await listCohorts(tx, viewer)).find(({ id }) => id === readId(look.named));
  if (cohort === undefined) return null;
  const { scope } = cohortScope(cohort);
  const [days] = await readDays(tx, scope, now, viewer);
  if (days === undefined) return null;
  const today = dateIn(days.zone, now);
  const month = readMonth(asked("thang")) ?? today.slice(0, 7);
  const first = `${month}-01` as LocalDate;
  const last = addDays(nextMonth(first), -1);
  const holidays = await listHolidays(tx);
  const calendar = { ...days, holidays: new Set(holidays.map(({ date }) => date)) };
  const learnt = await learntByDay(tx, scope, { from: first, to: last }, viewer);
  const lessons = await listCohortLessons(tx, cohort.id);
  const cells = planOf(calendar, first, last).map((day) => cellOf(day, lessons, holidays, learnt, today));
  return {
    title: told(cohort.name),
    nav: "cohorts",
    asOf: asOf(look),
    crumbs: html`<nav class="crumbs" aria-label="${boardWords.pages}"><ol><li><a href="/dashboard/lop">${boardWords.cohorts}</a></li></ol></nav>`,
    body: html`<p class="what">${words.what}</p>
<section aria-labelledby="thang"><h2 id="thang">${words.month(month)}</h2>${grid(cells)}${months(cohort, first)}</section>
<section aria-labelledby="tung-ngay"><h2 id="tung-ngay">${words.daysOf(month)}</h2>${list(cells)}</section>`,
  };
}

/** A day with all that is said of it. */
interface Cell extends PlanDay {
  readonly today: boolean;
  readonly future: boolean;
  /** The holiday's name; null: it is none. */
  readonly holiday: string | null;
  /** The title of the day's lesson; null: none is taught. */
  readonly title: string | null;
  readonly learnt: number;
}

function cellOf(
  plan: PlanDay,
  lessons: readonly { readonly position: number; readonly title: string }[],
  holidays: readonly Holiday[],
  learnt: ReadonlyMap<LocalDate, number>,
  today: LocalDate,
): Cell {
  const { day, number } = plan;
  return {
    ...plan,
    today: day === today,
    future: day > today,
    holiday: holidays.find(({ date }) => date === day)?.name ?? null,
    title: number === null ? null : (lessons[number - 1]?.title ?? null),
    learnt: learnt.get(day) ?? 0,
  };
}

/** The month as weeks, a table whose columns are the days of the week. */
function grid(cells: readonly Cell[]): Html {
  const before = weekdayOf(cells[0]!.day) - 1;
  const places: (Cell | null)[] = [...Array.from({ length: before }, () => null), ...cells];
  while (places.length % 7 > 0) places.push(null);
  const weeks = Array.from({ length: places.length / 7 }, (_, at) => places.slice(at * 7, at * 7 + 7));
  const heads = words.weekdays.map(
    (name, at) => html`<th scope="col"><abbr title="${name}">${words.weekdaysShort[at]!}</abbr></th>`,
  );
  const rows = weeks.map((week) => html`<tr>${week.map(square)}</tr>\n`);
  return html`<table class="month"><caption class="hidden">${words.what}</caption><thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table>`;
}

function square(cell: Cell | null): Html {
  if (cell === null) return html`<td></td>`;
  const { day, number, title, holiday, today, future, learnt } = cell;
  const kind = `${title === null ? "off" : "study"}${today ? " today" : ""}`;
  const current = today ? html` aria-current="date"` : null;
  const lesson =
    title === null
      ? null
      : html`<span class="lesson">${words.lesson(number!)}</span><span class="what-lesson">${told(title)}</span>`;
  const off = holiday === null ? null : html`<span class="holiday">${words.holiday}</span>`;
  const done =
    future || learnt === 0
      ? null
      : html`<span class="done"><span aria-hidden="true">✓ ${numberInWords(learnt)}</span><span class="hidden">${words.done(learnt)}</span></span>`;
  return html`<td class="${kind}"${current}><span class="day">${Number(day.slice(8))}</span>${lesson}${off}${done}</td>`;
}

/** The study days and holidays of the month, one below the other. */
function list(cells: readonly Cell[]): Html {
  const rows = cells.filter(({ title, holiday, learnt }) => title !== null || holiday !== null || learnt > 0);
  if (rows.length === 0) return html`<p>${words.noDays}</p>`;
  const columns: readonly Column<Cell>[] = [
    {
      label: words.day,
      key: null,
      cell: ({ day, today }) =>
        html`${beginning(weekdayInWords(day))}, ${dateInWords(day)}${today ? html` <strong>(${words.today})</strong>` : null}`,
    },
    { label: words.lessonHead, key: null, cell: taught },
    {
      label: words.doneHead,
      key: null,
      numeric: true,
      cell: ({ future, learnt }) => (future ? html`<span class="nothing">–</span>` : numberInWords(learnt)),
    },
  ];
  return table({ caption: words.doneMeans, columns, rows });
}

function taught({ number, title, holiday }: Cell): Html | string {
  if (holiday !== null) return `${words.holiday}: ${told(holiday)}`;
  if (number === null) return words.noLesson;
  return title === null ? words.afterLast : `${words.lesson(number)}. ${told(title)}`;
}

function months({ id }: CohortRow, first: LocalDate): Html {
  const link = (month: string, text: string) =>
    html`<a href="${addressOf(`/dashboard/lop/${id}`, { thang: month.slice(0, 7) })}">${text}</a>`;
  return html`<nav class="pager" aria-label="${words.months}">${link(addDays(first, -1), words.earlier)}${link(nextMonth(first), words.later)}</nav>`;
}

/** Years that a calendar of ours may be about. */
const readMonth = (text: string): string | null => (/^20\d\d-(?:0[1-9]|1[0-2])$/.test(text) ? text : null);

const nextMonth = (first: LocalDate): LocalDate => `${addDays(first, 31).slice(0, 7)}-01` as LocalDate;
