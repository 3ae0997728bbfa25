import * as z from "zod";
import { competences } from "#domain/competence.ts";
import type { Lesson } from "#domain/course.ts";
import type { LessonId } from "#domain/ids.ts";
import { type LocalDate, parseLocalDate } from "#domain/time.ts";
import { asks, audience, closed, level, listOf, oneLine, slug, wholeNumber } from "./fields.ts";
import type { Notes } from "./problem.ts";
import { check, readYaml, type YamlText } from "./yaml.ts";

/** What a lesson's front matter says. */
type FrontMatter = Omit<Lesson, "body" | "action" | "questions">;

export interface FrontMatterRead {
  /** Null when the front matter has faults. */
  readonly lesson: FrontMatter | null;
  /** Known even where other keys are wrong, so that a repeated id is found in the same run. */
  readonly id: { readonly text: LessonId; readonly line: number } | null;
}

/** What lies under all components. */
const ground = "nền";

const dateRule = asks("date");
const date = z
  .string(dateRule)
  .refine((text) => parseLocalDate(text) !== null, dateRule)
  .transform((text) => text as LocalDate);

const schema = closed(
  {
    id: slug.transform((text) => text as LessonId),
    title: oneLine(80),
    objective: oneLine(300),
    competences: listOf(z.enum([...competences, ground], asks("competence")), '["4.2"]'),
    topics: listOf(wholeNumber(1, 26), "[7, 20]"),
    level,
    audience: listOf(audience, "[tat-ca]"),
    minutes: wholeNumber(1, 15),
    sources: listOf(
      closed(
        { text: oneLine(500), confidence: z.enum(["cao", "TB"], asks("one-of", ["cao", "TB"])) },
        '{ text: "…", confidence: cao }',
      ),
      '- { text: "…", confidence: cao }',
    ),
    addresses: listOf(
      closed({ name: oneLine(80), address: oneLine(80) }, '{ name: "…", address: "dichvucong.gov.vn" }'),
      '- { name: "…", address: "dichvucong.gov.vn" }',
    ).default([]),
    "valid-from": date,
    "review-by": date,
    correction: closed({ date, text: oneLine(300) }, '{ date: 2026-11-24, text: "…" }').optional(),
    retired: date.optional(),
    "replaced-by": slug.transform((text) => text as LessonId).optional(),
  },
  "id: bon-nut-bam",
);

/** @param text what stands between the two lines "---", the first of which is line 1 of the file */
export function readFrontMatter(text: string, notes: Notes): FrontMatterRead {
  const yaml = readYaml(text, 2, notes);
  if (yaml === null) return { lesson: null, id: null };
  const read = check(yaml, schema, notes);
  noteOrder(yaml, notes);
  const id = readId(yaml);
  if (read === null) return { lesson: null, id };
  noteReplacement(yaml, read, notes);
  const { "valid-from": validFrom, "review-by": reviewBy, correction, retired, "replaced-by": by, ...rest } = read;
  return {
    lesson: {
      ...rest,
      validFrom,
      reviewBy,
      // What is not written is absent: the hash of a lesson that says nothing new must stay.
      ...(correction === undefined ? {} : { correction }),
      ...(retired === undefined ? {} : { retired }),
      ...(by === undefined ? {} : { replacedBy: by }),
    },
    id,
  };
}

/** Whether the other lesson exists is known once all are read. */
function noteReplacement(
  yaml: YamlText,
  {
    id,
    retired,
    "replaced-by": by,
  }: { id: LessonId; retired?: LocalDate | undefined; "replaced-by"?: LessonId | undefined },
  notes: Notes,
): void {
  if (by === undefined) return;
  const line = yaml.lineOf(["replaced-by"]);
  if (retired === undefined) notes.error(line, "replaced-without-retired");
  if (by === id) notes.error(line, "replaced-by-itself", id);
}

const raw = (yaml: YamlText, key: string): unknown =>
  typeof yaml.value === "object" && yaml.value !== null && Object.hasOwn(yaml.value, key)
    ? (yaml.value as Record<string, unknown>)[key]
    : undefined;

function readId(yaml: YamlText): FrontMatterRead["id"] {
  const id = slug.safeParse(raw(yaml, "id"));
  return id.success ? { text: id.data as LessonId, line: yaml.lineOf(["id"]) } : null;
}

/** Asked of what is written, not of what the schema let through: other wrong keys must not hide it. */
function noteOrder(yaml: YamlText, notes: Notes): void {
  const from = date.safeParse(raw(yaml, "valid-from"));
  const by = date.safeParse(raw(yaml, "review-by"));
  if (!from.success || !by.success || from.data <= by.data) return;
  notes.error(yaml.lineOf(["review-by"]), "days-in-wrong-order", from.data, by.data);
}
