import { boardWords as words } from "#wording/dashboard.ts";
import { type Html, html } from "./markup.ts";

export type NavName = "overview" | "cohorts" | "lessons" | "help" | "exports" | "deeds";

const nav: readonly (readonly [NavName, string])[] = [
  ["overview", "/dashboard"],
  ["cohorts", "/dashboard/lop"],
  ["lessons", "/dashboard/bai-hoc"],
  ["help", "/dashboard/can-giup"],
  ["exports", "/dashboard/xuat"],
  ["deeds", "/dashboard/viec"],
];

/** What stands in the frame of a page. */
export interface View {
  readonly title: string;
  /** The page of the menu it belongs to. */
  readonly nav: NavName;
  /** Which instant its figures are of, in words; null: it shows none. */
  readonly asOf: string | null;
  /** Above the heading. */
  readonly crumbs?: Html;
  readonly body: Html;
}

/** A hidden field that shows that the form is ours. */
export const tokenField = (token: string): Html => html`<input type="hidden" name="ma" value="${token}">`;

/** A whole page for who is inside. */
export function framed({ title, nav: current, asOf, crumbs, body }: View, token: string): string {
  const items = nav.map(([name, href]) => {
    const here = name === current ? html` aria-current="page"` : null;
    return html`<li><a href="${href}"${here}>${words[name]}</a></li>`;
  });
  return documentOf(
    title,
    html`
<a class="skip" href="#noi-dung">${words.skip}</a>
<header class="top">
<p class="brand"><a href="/dashboard"><strong>${words.product}</strong> ${words.board}</a></p>
<form method="post" action="/dashboard/ra">${tokenField(token)}<button class="quiet">${words.leave}</button></form>
<nav aria-label="${words.menu}"><ul>${items}</ul></nav>
</header>
<main id="noi-dung" tabindex="-1">
${crumbs ?? null}
<h1>${title}</h1>
${asOf === null ? null : html`<p class="as-of">${asOf}</p>`}
${body}
</main>
<footer><p>${words.footer}</p></footer>`,
  );
}

/** A page for who is outside: a heading and what stands below it. */
export function doorOf(title: string, body: Html): string {
  return documentOf(title, html`<main class="door"><h1>${title}</h1>${body}</main>`);
}

function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${words.product}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/dashboard.css">
</head>
<body>${body}</body>
</html>
`.markup;
}
