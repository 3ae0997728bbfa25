import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { templatePlaces } from "#domain/zalo-template.ts";
import { lessonsWaitMessage, waitingValues } from "#wording/compose-lesson.ts";
import { readCommand } from "#wording/keywords.ts";

const page = readFileSync(path.join(import.meta.dirname, "..", "..", "docs", "zalo-oa.md"), "utf8");
const menu = [...page.matchAll(/^\| [^|]+ \| `([^`/]+)` \| `\/([a-z]+)` \|$/gm)].map(([, text, command]) => ({
  text: text!,
  command: command!,
}));

describe("the menu that the Official Account's page recommends", () => {
  test("has its entries, each with what it sends and what that means", () => {
    expect(menu.map(({ command }) => command)).toEqual(["baihoc", "diem", "chuoi", "ontap", "thuvien", "trogiup"]);
  });

  test.each(menu)("$text is /$command, as it is sent and however it is typed", ({ text, command }) => {
    for (const typed of [text, text.normalize("NFD"), text.toUpperCase(), `${text}.`])
      expect(readCommand(typed)).toMatchObject({ command, argument: "" });
  });
});

describe("the approved text that it proposes", () => {
  test("has no parameters but ours, and all of ours are explained", () => {
    const proposed = /```\n(Chào[\s\S]*?)```/.exec(page)![1]!;
    const used = [...proposed.matchAll(/<(\w+)>/g)].map(([, name]) => name!);
    expect(used.filter((name) => !(templatePlaces as readonly string[]).includes(name))).toEqual([]);
    const explained = [...page.matchAll(/^\| `([a-z_]+)` \| [^|]+ \| [^|`]+ \|$/gm)].map(([, name]) => name!);
    expect(explained).toEqual([...templatePlaces]);
  });

  test("has a value for every place, whatever is not known of the person", () => {
    const values = waitingValues({ fullName: "", lessons: 1, courseTitle: "", lessonTitle: "" });
    expect(Object.values(values).every((value) => value !== "")).toBe(true);
    expect(lessonsWaitMessage(values).buttons).toHaveLength(1);
  });
});
