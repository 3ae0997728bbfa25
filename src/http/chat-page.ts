import { demoWords } from "#wording/demo.ts";
import type { Demo } from "./demo.ts";
import { filled } from "./page.ts";
import { readBeside } from "./static.ts";

/** The demo's page: the words in its markup, and beside it as data those that its script says. */
export function chatPage({ zone, pushTime, remindTime }: Pick<Demo, "zone" | "pushTime" | "remindTime">): string {
  const settings = { zone, pushTime, remindTime, words: demoWords.script };
  return filled(readBeside("chat/index.html"), demoWords.page, settings);
}
