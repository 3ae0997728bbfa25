import type { Message } from "#domain/message.ts";
import type { StreakDay } from "#domain/streak.ts";
import { bold, type Line } from "#domain/text.ts";
import { listed, part, say, titled } from "./build.ts";
import { named } from "./format.ts";
import { givenNameOf } from "./names.ts";
import { whyInWords, learnerWords as words } from "./vi-learner.ts";

export interface ScoreView {
  readonly fullName: string;
  readonly points: number;
  readonly streak: { readonly current: number; readonly best: number; readonly freezes: number };
  /** Null where there is no board. */
  readonly rank: { readonly place: number; readonly of: number; readonly unit: string } | null;
  readonly lessonsCompleted: number;
  readonly lessonsSkipped: number;
  readonly lessonsTotal: number;
  /** First tries only. */
  readonly answers: { readonly right: number; readonly wrong: number };
}

export function scoreMessage(view: ScoreView): Message {
  const { streak, rank } = view;
  const ranked = rank === null ? [] : [words.rank(rank.place, rank.of, named(rank.unit, 120))];
  return say([
    titled(
      words.score(givenNameOf(view.fullName)),
      words.points(view.points),
      words.streak(streak.current, streak.best),
      words.freezes(streak.freezes),
      ...ranked,
      words.progress(view.lessonsCompleted, view.lessonsTotal, view.lessonsSkipped),
      words.answers(view.answers.right, view.answers.wrong),
    ),
  ]);
}

/** What is told of the course somebody learns. */
export interface CourseView extends Pick<ScoreView, "lessonsCompleted" | "lessonsSkipped" | "lessonsTotal"> {
  /** 0 to 1. */
  readonly passMark: number;
  readonly questionsPerLesson: number;
}

/** How many lessons of the course are left, those that were skipped are not; and what one of them asks. */
export function lessonsLeftMessage(view: CourseView): Message {
  const { lessonsCompleted: done, lessonsSkipped: skipped, lessonsTotal: of } = view;
  const left = Math.max(0, of - done - skipped);
  const terms = left === 0 ? [] : [words.lessonTerms(view.questionsPerLesson, view.passMark)];
  return say([part(bold(words.lessonsLeft(left)), words.progress(done, of, skipped), ...terms)]);
}

/** @param days the ledger, oldest first; the newest are told, newest first, as many as fit */
export function streakMessage(current: number, freezes: number, days: readonly StreakDay[]): Message {
  const rows = days.toReversed().map((day) => words.day(day.date, whyInWords(day)));
  const told = rows.length === 0 ? [words.noDays] : shortList(rows, 14);
  return say([titled(words.streakTitle(current), `${words.freezes(freezes)}.`), part(...told), part(words.streakRule)]);
}

function shortList(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return listed(rows, 1400, words.moreDays);
  return [...rows.slice(0, most), words.moreDays(rows.length - most)];
}

export interface BoardView {
  readonly unit: string;
  /** In the order of places: at most three above the person, the person, three below. */
  readonly rows: readonly {
    readonly place: number;
    readonly fullName: string;
    readonly points: number;
    readonly me: boolean;
  }[];
  /** How many stand on the board. */
  readonly of: number;
}

export function boardMessage(view: BoardView): Message {
  const title = words.board(named(view.unit, 120));
  if (view.rows.length === 0) return say([titled(title, words.noBoard)]);
  const rows = view.rows.map(({ place, fullName, points, me }): Line => {
    const line = words.boardLine(place, named(fullName), points);
    return me ? bold(line + words.me) : [{ text: line }];
  });
  return say([titled(title, ...rows), part(words.boardOf(view.of))]);
}

/** What a person may read about themselves. Null: nothing is kept under that name, and nothing is said of it. */
export interface DataView {
  readonly fullName: string;
  readonly unit: string | null;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly code: string | null;
  readonly role: "learner" | "supervisor" | null;
  readonly cohorts: readonly string[];
  /** The platforms joined. */
  readonly chats: readonly string[];
  readonly agreed: string | null;
  readonly pushTime: string | null;
  readonly lessons: string;
  readonly answers: string;
  readonly points: string;
  readonly kept: string;
  readonly messages: string;
  readonly written: string;
}

export function dataMessage(view: DataView): Message {
  const labels = words.factLabels;
  const rows = (Object.keys(labels) as (keyof DataView)[]).flatMap((key) => {
    const value = told(view, key);
    return value === "" ? [] : [words.fact(labels[key], named(value, 90))];
  });
  return say([titled(words.data, ...rows), part(words.dataRights)]);
}

function told(view: DataView, key: keyof DataView): string {
  if (key === "role") return view.role === null ? "" : words.roles[view.role];
  if (key === "chats")
    return [...new Set(view.chats.map((platform) => words.platforms[platform] ?? platform))].join(", ");
  return key === "cohorts" ? view.cohorts.join(", ") : (view[key] ?? "");
}

export const eraseAskMessage = (): Message =>
  say([titled(words.eraseTitle, words.eraseWhat, words.eraseStays), part(bold(words.eraseHow), words.eraseElse)]);

export const eraseKeptMessage = (): Message => say([part(words.eraseKept)]);

export const erasedMessage = (): Message => say([part(words.erased, words.erasedThanks)]);

/** Nothing new today; `finished`: the whole course is done. */
export const nothingToLearnMessage = (finished: boolean): Message =>
  say([part(finished ? words.finished : words.nothingToday)]);

/** To someone who left every class they were in: no course is finished, there is just none. */
export const noCohortMessage = (): Message => say([part(words.noCohort, words.noCohortHow)]);
