import { recordDeeds } from "#db/records/audit.ts";
import { type Report, report, reportCsv } from "#supervision/report.ts";
import { boardWords, careWords as words } from "#wording/dashboard.ts";
import { type Acted, asOf, type DashboardDeps, type Later, type Look } from "./board.ts";
import { answerOrder, type BoardBooks, ownBooks } from "./books.ts";
import { tokenField, type View } from "./frame.ts";
import { html } from "./markup.ts";
import { listScopes } from "./scope-choice.ts";
import { readScope, told, unitScope, type ViewedScope } from "./scopes.ts";

/** What is written as text, of units alone; a workbook names people, too. */
type TextFormat = "csv" | "json";

const types: Readonly<Record<TextFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
};

const formats = ["xlsx", "csv", "json"] as const;

/** What the form that makes files does. */
export const exporting =
  ({ books }: Pick<DashboardDeps, "books">) =>
  async (look: Look): Promise<Acted | Later | null> => {
    const format = formats.find((one) => one === look.asked("dang"));
    const scope = await readScope(look, look.asked("pham-vi"));
    if (scope === null || format === undefined) return null;
    return format === "xlsx" ? orderBook(books, look, scope) : await textFile(look, scope, format);
  };

/** All of the only unit is that unit, as in a chat. */
function orderBook(books: BoardBooks, look: Look, scope: ViewedScope): Later {
  const [only, ...more] = look.units;
  const meant = scope.scope.kind === "own" && only !== undefined && more.length === 0 ? unitScope(only) : scope;
  return {
    later: async () => {
      const ordered = await books.order({ scope: meant.scope, name: meant.name }, look.viewer);
      return (again) => answerOrder(again, scope.address, ordered);
    },
  };
}

async function textFile(look: Look, scope: ViewedScope, format: TextFormat): Promise<Acted> {
  const { tx, now, viewer } = look;
  const found = await report(tx, scope, now, viewer);
  if (found === null) return { view: nobodyIn(scope) };
  const deed = { at: now, actor: viewer, deed: "export", detail: { format } };
  await recordDeeds(
    tx,
    scope.subjects.map((subject) => ({ ...deed, subject })),
  );
  const body = format === "csv" ? reportCsv(found) : jsonOf(found);
  return { download: { name: `${words.fileName(look.today)}.${format}`, type: types[format], body } };
}

/** What is said of a scope without anybody in it. */
const nobodyIn = ({ name }: ViewedScope): View => ({
  title: boardWords.exports,
  nav: "exports",
  asOf: null,
  body: html`<div class="result" role="status"><p>${words.nobodyIn(told(name))}</p></div>
<p><a href="/dashboard/xuat">${boardWords.back}</a></p>`,
});

const jsonOf = (found: Report): string => `${JSON.stringify(found, null, 2)}\n`;

/** The form, and the workbooks that are there already. */
export async function exportsPage(look: Look): Promise<View> {
  const scopes = await listScopes(look);
  const options = scopes.map(({ address, name }) => html`<option value="${address}">${told(name)}</option>`);
  const kinds = formats.map((format) => html`<option value="${format}">${words.formats[format]}</option>`);
  return {
    title: boardWords.exports,
    nav: "exports",
    asOf: asOf(look),
    body: html`<section><p class="what">${words.exportsWhat}</p>
<form method="post" action="/dashboard/xuat">${tokenField(look.token)}
<label>${words.scope}<select name="pham-vi">${options}</select></label>
<label>${words.format}<select name="dang">${kinds}</select></label>
<button>${words.download}</button></form></section>
${await ownBooks(look)}`,
  };
}
