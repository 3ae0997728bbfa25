import type { Heading, Root, RootContent } from "mdast";
import { toString as textOf } from "mdast-util-to-string";
import { firstLine } from "./markdown.ts";
import type { Notes } from "./problem.ts";
import type { QuestionBlock } from "./questions.ts";

/** A lesson's Markdown, divided at its headings. */
export interface Sections {
  readonly body: readonly RootContent[];
  readonly action: readonly RootContent[];
  readonly questions: readonly QuestionBlock[];
  /** Where "## Làm ngay" stands; null where it is missing. */
  readonly actionLine: number | null;
  /** Where "## Câu hỏi" stands; null where it is missing. */
  readonly questionsLine: number | null;
}

type Section = "action" | "questions";

const titles: Record<Section, string> = { action: "## Làm ngay", questions: "## Câu hỏi" };

/**
 * Divides at `## Làm ngay`, `## Câu hỏi` and, after the latter, at every question's heading. Where `## Câu hỏi` is
 * forgotten, questions begin at their first heading: one fault is then one note, not one for every line below.
 */
export function divideSections(root: Root, notes: Notes): Sections {
  const body: RootContent[] = [];
  const action: RootContent[] = [];
  const questions: { heading: Heading; nodes: RootContent[] }[] = [];
  const begun = new Map<Section, number>();
  const titled = root.children.some((node) => node.type === "heading" && sectionNamed(textOf(node)) === "questions");
  let at: "body" | Section = "body";
  for (const node of root.children) {
    const section = node.type === "heading" ? sectionOf(node, begun, notes) : null;
    if (!titled && at === "action" && node.type === "heading" && node.depth === 3) at = "questions";
    if (section !== null) {
      at = section;
    } else if (at === "questions" && node.type === "heading") {
      if (node.depth !== 3) notes.error(firstLine(node), "question-level");
      questions.push({ heading: node, nodes: [] });
    } else if (at === "questions") {
      const question = questions.at(-1);
      if (question === undefined) notes.error(firstLine(node), "before-first-question");
      else question.nodes.push(node);
    } else {
      (at === "body" ? body : action).push(node);
    }
  }
  noteOrder(begun, notes);
  return {
    body,
    action,
    questions,
    actionLine: begun.get("action") ?? null,
    questionsLine: begun.get("questions") ?? null,
  };
}

/** The section a heading begins; null for another heading. A slip in its level or accents is noted and forgiven. */
function sectionOf(heading: Heading, begun: Map<Section, number>, notes: Notes): Section | null {
  const text = textOf(heading).trim();
  const section = sectionNamed(text);
  if (section === null || (heading.depth > 2 && begun.has(section))) return null;
  const title = titles[section];
  const line = firstLine(heading);
  if (heading.depth !== 2 || `## ${text}`.toLowerCase() !== title.toLowerCase()) {
    notes.error(line, "section-misspelt", title);
  }
  const before = begun.get(section);
  if (before !== undefined) notes.error(line, "section-twice", title, before);
  else begun.set(section, line);
  return section;
}

function sectionNamed(text: string): Section | null {
  switch (withoutAccents(text)) {
    case "lam ngay":
      return "action";
    case "cau hoi":
      return "questions";
    default:
      return null;
  }
}

const withoutAccents = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[:.\s]+$/, "")
    .replace(/\s+/g, " ");

function noteOrder(begun: ReadonlyMap<Section, number>, notes: Notes): void {
  const action = begun.get("action");
  const questions = begun.get("questions");
  if (action === undefined) notes.error(1, "section-missing", titles.action);
  if (questions === undefined) notes.error(1, "section-missing", titles.questions);
  if (action !== undefined && questions !== undefined && action > questions) {
    notes.error(action, "sections-swapped", titles.action, titles.questions);
  }
}
