import { listOwnBooks, type OwnBook, readOwnBook } from "#db/records/private-files.ts";
import type { FileId, LearnerId } from "#domain/ids.ts";
import { timeIn } from "#domain/time.ts";
import type { NamedScope } from "#supervision/scope.ts";
import { boardWords, careWords, bookOrderWords as words } from "#wording/dashboard.ts";
import type { Acted, Download, Look } from "./board.ts";
import type { View } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { readId, readScope, told } from "./scopes.ts";

/** What became of a workbook that was asked for. */
export type Ordered =
  | { readonly kind: "made"; readonly file: FileId }
  /** The viewer may see nobody of it. */
  | { readonly kind: "nobody" }
  /** It takes longer than a request waits, and will stand among their files. */
  | { readonly kind: "coming" }
  /** Not begun: they wait for one already, or too many others do. */
  | { readonly kind: "busy"; readonly own: boolean }
  | { readonly kind: "failed" };

/** Makes workbooks and keeps them for their person; needs no transaction of whoever asks, and must not be given time of one. */
export interface BoardBooks {
  order(named: NamedScope, viewer: LearnerId): Promise<Ordered>;
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What somebody is told who asked for a workbook of this address of a scope. */
export async function answerOrder(look: Look, address: string, ordered: Ordered): Promise<Acted | null> {
  const scope = await readScope(look, address);
  if (scope === null) return null;
  switch (ordered.kind) {
    case "made": {
      // Whoever lost a part of their right meanwhile has no such file.
      const book = (await listOwnBooks(look.tx, look.viewer, look.now)).find(({ id }) => id === ordered.file);
      return book === undefined
        ? null
        : { view: said(html`<p>${words.made(told(scope.name))}</p>`, list(look, [book])) };
    }
    case "nobody":
      return { view: said(html`<p>${careWords.nobodyIn(told(scope.name))}</p>`) };
    case "coming":
      return { view: said(html`<p>${words.coming}</p>`) };
    case "busy":
      return { again: true, view: said(html`<p>${ordered.own ? words.ownBusy : words.busy}</p>`) };
    case "failed":
      return { again: true, view: said(html`<p>${words.failed}</p>`) };
  }
}

const said = (what: Html, more: Html | null = null): View => ({
  title: boardWords.exports,
  nav: "exports",
  asOf: null,
  body: html`<div class="result" role="status">${what}</div>${more}
<p><a href="/dashboard/xuat">${boardWords.back}</a></p>`,
});

/** The person's workbooks that can be fetched still; null: there are none. */
export async function ownBooks(look: Look): Promise<Html | null> {
  const books = await listOwnBooks(look.tx, look.viewer, look.now);
  return books.length === 0
    ? null
    : html`<section aria-labelledby="tep"><h2 id="tep">${words.ready}</h2>${list(look, books)}</section>`;
}

const list = ({ zone }: Look, books: readonly OwnBook[]): Html =>
  html`<ul>${books.map(({ id, size, expiresAt }) => html`<li><a href="/dashboard/tep/${id}">${words.file(size, timeIn(zone, expiresAt))}</a></li>`)}</ul>
<p>${words.again}</p>`;

/** A workbook of the person's own, as often as they fetch it; null for another's, one that is gone, and none at all. */
export async function bookFile(look: Look): Promise<{ readonly download: Download } | null> {
  const id = readId(look.named);
  const body = id === null ? null : await readOwnBook(look.tx, id as FileId, look.viewer, look.now);
  return body === null
    ? null
    : { download: { name: `${careWords.fileName(look.today)}.xlsx`, type: workbookType, body } };
}
