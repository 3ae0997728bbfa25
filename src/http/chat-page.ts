import { demoWords } from "#wording/demo.ts";
import type { Demo } from "./demo.ts";
import { escaped } from "./page.ts";
import { readBeside } from "./static.ts";

/** The demo's page: the words in its markup, and beside it as data those that its script says. */
export function chatPage({ zone, pushTime, remindTime }: Pick<Demo, "zone" | "pushTime" | "remindTime">): string {
  const settings = { zone, pushTime, remindTime, words: demoWords.script };
  // "<" cannot end the element it stands in; a data block is never run.
  const data = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return readBeside("chat/index.html").replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (name === "settings") return data;
    const word = (demoWords.page as Record<string, string>)[name];
    if (word === undefined) throw new Error(`the demo page asks for a word that is not there: ${name}`);
    return escaped(word);
  });
}
