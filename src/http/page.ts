import type { PageWords } from "#wording/pages.ts";
import { pageWords } from "#wording/pages.ts";
import { escaped } from "./dashboard/markup.ts";

/** A whole HTML document that says these words. */
export function page({ title, paragraphs }: PageWords): string {
  const lines = paragraphs.map(({ text, link }) => {
    const anchor = link === undefined ? "" : `<a href="${escaped(link.href)}">${escaped(link.text)}</a>`;
    return `      <p>${[escaped(text), anchor].filter((part) => part !== "").join(" ")}</p>`;
  });
  const heading = title === pageWords.product ? title : `${title} · ${pageWords.product}`;
  return `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(heading)}</title>
    <link rel="icon" href="/icon.svg">
    <link rel="stylesheet" href="/page.css">
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
${lines.join("\n")}
    </main>
  </body>
</html>
`;
}

/** A page's markup with its words in place of {{name}}, and beside them as data what its script says, as {{settings}}. */
export function filled(markup: string, words: Readonly<Record<string, string>>, settings: object): string {
  // "<" cannot end the element it stands in; a data block is never run.
  const data = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return markup.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (name === "settings") return data;
    const word = words[name];
    if (word === undefined) throw new Error(`a page asks for a word that is not there: ${name}`);
    return escaped(word);
  });
}
