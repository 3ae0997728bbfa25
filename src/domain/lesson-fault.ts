/**
 * What can be wrong with what authors write, as data: a code and what is needed to say it. `content` finds it, `wording`
 * says it. Nothing here is a sentence.
 */

import type { CellFault } from "./sheet-cell.ts";

/** What a rule of one field asks for. */
export type FieldRule =
  | readonly [
      rule:
        | "slug"
        | "date"
        | "unmarked"
        | "competence"
        | "share"
        | "word"
        | "unfinished"
        | "true"
        | "modules"
        | "levels",
    ]
  | readonly [rule: "one-line", max: number]
  | readonly [rule: "whole", min: number, max: number]
  | readonly [rule: "one-of", words: readonly string[]]
  | readonly [rule: "list" | "distinct" | "keys", example: string];

/** What stands in a field instead. */
export type FieldState =
  | readonly [state: "missing" | "empty" | "keys"]
  | readonly [state: "long" | "list", length: number]
  | readonly [state: "value", written: string];

/** A text of a lesson that has a length. */
export type LessonPart = "body" | "action" | "question" | "option" | "feedback" | "step" | "accepted" | "explanation";

/** Markdown that chat cannot show, or that belongs elsewhere. */
export type Misplaced =
  | "heading"
  | "table"
  | "html"
  | "image"
  | "block"
  | "quote"
  | "rule"
  | "struck"
  | "footnote"
  | "definition"
  | "list"
  | "other";

/** What a file is that was only named as a text. */
export type NotText = "word" | "pdf" | "image" | "web";

/** Of a file as a whole, and of where it lies. */
export interface FileFaults {
  "link-outside": [];
  "not-a-file": [];
  "file-too-big": [bytes: number, max: number];
  "file-missing": [];
  /** @param code of the file system: "EACCES" */
  "file-unreadable": [code: string];
  "not-text": [what: NotText];
  "file-empty": [];
  "letters-garbled": [];
  "letters-lost": [];
  "utf-16": [];
  "not-utf-8": [];
  "hidden-character": [code: string, column: number];
  "no-course": [];
  /** What was named as the lessons folder is not: it is one course, one module, or one file. */
  "folder-too-deep": [what: "course" | "module" | "file"];
  "folder-unreadable": [code: string];
  "folder-named-as-path": [path: string, course: string];
  "not-a-course": [];
  "course-folder-name": [name: string];
  "course-file-name": [];
  "stray-in-course": [];
  "folder-not-listed": [folder: string];
  "module-empty": [];
  "lesson-file-name": [name: string];
  "id-taken": [id: string, file: string];
}

/** Of YAML: the front matter, course.yaml, editing.yaml. */
export interface FieldFaults {
  "yaml-broken": [];
  "yaml-unquoted": [];
  /** @param mended the line as it should be */
  "yaml-word-quotes": [mended: string];
  "yaml-key-twice": [];
  "yaml-second-document": [];
  /** @param mended the line as it should be */
  "yaml-tab": [mended: string];
  "yaml-colon": [mended: string];
  "yaml-indent": [mended: string];
  "yaml-open-quote": [mended: string];
  "yaml-open-bracket": [mended: string];
  "yaml-tag": [];
  "yaml-alias": [];
  "yaml-anchor": [];
  "yaml-too-deep": [];
  "yaml-brackets": [max: number];
  /** @param name "sources 1 confidence" */
  field: [name: string, state: FieldState, rule: FieldRule];
  "unknown-key": [key: string, meant: string | null, known: string];
  "front-matter-missing": [];
  "front-matter-dashes": [];
  /** @param line where the first line "---" stands */
  "front-matter-late": [line: number];
  "front-matter-open": [];
  "days-in-wrong-order": [validFrom: string, reviewBy: string];
  "replaced-without-retired": [];
  "replaced-by-itself": [id: string];
}

export interface LessonFaults {
  "nested-too-far": [];
  "too-many-marks": [max: number];
  misplaced: [what: Misplaced];
  /** @param paired whether the mended line has the pair, or has lost the half */
  "loose-bold": [mended: string, paired: boolean];
  "word-count": [words: number, min: number, max: number];
  "part-too-long": [part: LessonPart, length: number, max: number];
  "part-empty": [part: LessonPart, max: number];
  "message-too-long": [length: number, max: number];
  "few-questions": [questions: number, min: number];
  "box-outside-questions": [];
  "under-an-item": [];
  "empty-item": [];
  "section-missing": [title: string];
  "section-misspelt": [title: string];
  "section-twice": [title: string, line: number];
  "sections-swapped": [first: string, second: string];
  "heading-space": [mended: string];
  "list-mark": [mended: string];
  "question-level": [];
  "before-first-question": [];
  "question-twice": [line: number];
  "question-without-answer": [];
  "question-mixed": [];
  "question-without-explanation": [];
  "second-explanation": [];
  "second-steps": [];
  "second-accepted": [];
  /** @param meant what the question lacks, which this text may be */
  "stray-text": [text: string, meant: "answer" | "explanation" | null];
  "option-misspelt": [mended: string];
  "option-without-box": [text: string];
  "option-nested": [];
  "option-count": [options: number];
  "option-twice": [text: string, line: number];
  "no-right-option": [];
  "all-options-right": [];
  "wrong-without-feedback": [];
  "second-feedback": [];
  "under-feedback": [];
  "not-indented": [text: string];
  "step-with-box": [];
  "under-a-step": [];
  "after-accepted": [];
  "accepted-twice": [text: string];
}

export interface CourseFaults {
  "module-twice": [id: string];
  "module-without-folder": [id: string, folder: string];
  "module-without-picture": [id: string, folder: string];
  "more-asked-than-banked": [asked: number, file: string, questions: number];
  "no-such-lesson": [id: string, meant: string | null];
  "required-too-late": [lesson: string, first: string];
  "placement-count": [first: number, all: number, fewest: number, most: number];
  "placement-twice": [lesson: string];
  "placement-falls": [];
  "path-twice": [path: string];
  "path-includes-unlisted": [path: string, other: string];
  "path-without-mandatory": [path: string, lesson: string];
  "path-without-placement": [path: string, lesson: string];
  "path-without-required": [path: string, lesson: string, first: string];
  /** @param where the key that names it: "mandatory", "paths dai-bieu" */
  "names-retired": [where: string, lesson: string, since: string, instead: string | null];
  "names-retiring": [where: string, lesson: string, from: string, instead: string | null];
}

/** What a good editor would say: none of it keeps a lesson from being taught. */
export interface EditingRemarks {
  "small-bank": [questions: number, better: number];
  "all-single": [];
  "right-longest": [percent: number];
  "right-places": [places: readonly number[]];
  gap: [of: "topic" | "competence" | "level", which: string | number];
  "given-away": [word: string];
  "refusing-right": [questions: number, right: number];
  "lone-wrong-longest": [questions: number, longest: number];
  "long-sentence": [words: number, max: number, begins: string];
  "unexplained-abbreviation": [short: string];
  "old-law": [cited: string, instead: string];
  "correction-to-come": [date: string];
  "review-due": [by: string];
  "asked-before": [file: string, line: number];
  "retired-unreplaced": [from: string];
}

export interface PictureFaults {
  "picture-half": [missing: string];
  "picture-unsaid": [words: readonly string[]];
  "picture-text-empty": [];
  "picture-text-long": [length: number, max: number];
  "picture-without-title": [];
  "picture-title-long": [length: number, max: number];
  "not-a-drawing": [];
  "drawing-size": [];
  "drawing-script": [];
  "drawing-element": [name: string];
  "drawing-attribute": [name: string];
  "drawing-leads-out": [what: string];
  "drawing-letters": [letters: readonly string[]];
  "drawing-small-letters": [size: string, min: number];
  "xml-broken": [];
  "xml-doctype": [];
  "xml-too-deep": [max: number];
}

/** A question is taken by the letter, so more of a cell can be wrong than of a name. */
export type BankCellFault = CellFault | "shown-otherwise" | "hidden-character";

/** Of question banks in the formats of other tools. */
export interface BankFaults {
  "bank-too-big": [max: number];
  "question-outsized": [];
  "question-without-text": [];
  "question-reads-otherwise": [];
  "aiken-no-question": [];
  "aiken-unanswered": [question: number];
  "aiken-out-of-turn": [letter: string, due: string];
  "aiken-right-unnamed": [];
  "aiken-goes-on": [question: number];
  "aiken-neither": [question: number, due: string];
  "table-empty": [columns: readonly string[]];
  "column-missing": [column: string, columns: readonly string[]];
  "column-twice": [column: string];
  cell: [place: string, fault: BankCellFault];
  "question-type": [];
  "right-column": [];
  "csv-broken": [];
  "workbook-too-big": [];
  "workbook-old": [];
  "workbook-unreadable": [];
  "too-many-rows": [max: number];
  "gift-braces": [];
  "gift-second-answer": [];
  "gift-title": [];
  "gift-no-right": [];
  "moodle-root": [name: string];
  "moodle-element": [name: string];
  "moodle-untyped": [];
  "moodle-fraction": [];
  "moodle-no-right": [];
  "moodle-true-false": [];
  "moodle-bare-html": [name: string];
}

interface FaultData
  extends FileFaults,
    FieldFaults,
    LessonFaults,
    CourseFaults,
    EditingRemarks,
    PictureFaults,
    BankFaults {}

/** One fault: its code, and what its sentence needs. */
export type Fault = {
  readonly [Code in keyof FaultData]: readonly [code: Code, ...data: FaultData[Code]];
}[keyof FaultData];
