import { recordDeeds } from "#db/audit.ts";
import { type Report, report, reportCsv } from "#supervision/report.ts";
import { boardWords, careWords as words } from "#wording/dashboard.ts";
import { type Acted, asOf, type DashboardDeps, type Download, type Look } from "./board.ts";
import { tokenField, type View } from "./frame.ts";
import { html } from "./markup.ts";
import { listScopes } from "./scope-choice.ts";
import { readScope, told, type ViewedScope } from "./scopes.ts";

type Format = "csv" | "json" | "xlsx";

const types: Readonly<Record<Format, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The form that makes files, and what it does. A workbook is offered where the program can make one. */
export function exporting({ exports }: DashboardDeps): {
  page: (look: Look) => Promise<View>;
  act: (look: Look) => Promise<Acted | null>;
} {
  const formats: readonly Format[] = exports === null ? ["csv", "json"] : ["xlsx", "csv", "json"];
  const fileOf = async (look: Look, scope: ViewedScope, format: Format): Promise<Download["body"] | null> => {
    const { tx, now, viewer } = look;
    if (format === "xlsx") return (await exports?.xlsx(tx, scope, now, viewer)) ?? null;
    const found = await report(tx, scope, now, viewer);
    return found === null ? null : format === "csv" ? reportCsv(found) : jsonOf(found);
  };
  return {
    page: (look) => exportsPage(look, formats),
    act: async (look) => {
      const scope = await readScope(look, look.asked("pham-vi"));
      const format = formats.find((one) => one === look.asked("dang"));
      const body = scope === null || format === undefined ? null : await fileOf(look, scope, format);
      if (scope === null || format === undefined) return null;
      if (body === null) return { view: nobodyIn(scope) };
      const deed = { at: look.now, actor: look.viewer, deed: "export", detail: { format } };
      await recordDeeds(
        look.tx,
        scope.subjects.map((subject) => ({ ...deed, subject })),
      );
      return { download: { name: `${words.fileName(look.today)}.${format}`, type: types[format], body } };
    },
  };
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

async function exportsPage(look: Look, formats: readonly Format[]): Promise<View> {
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
<button>${words.download}</button></form></section>`,
  };
}
