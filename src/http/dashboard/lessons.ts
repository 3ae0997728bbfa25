import type { LessonFigures } from "#db/figures/lessons.ts";
import { fewestForFigures, type LessonReport, reportLessons } from "#supervision/lesson-figures.ts";
import { boardWords, calendarWords as words } from "#wording/dashboard.ts";
import { numberInWords, percentInWords } from "#wording/format.ts";
import { asOf, type Look } from "./board.ts";
import { shareBar } from "./charts.ts";
import type { View } from "./frame.ts";
import { type Html, html } from "./markup.ts";
import { scopeCrumbs } from "./scope-choice.ts";
import { readScope, told } from "./scopes.ts";
import { type Column, table } from "./table.ts";

/** Lesson by lesson how a scope does, and which questions do badly; nobody's own answers. */
export async function lessonsPage(look: Look): Promise<View | null> {
  const scope = await readScope(look, look.asked("pham-vi"));
  if (scope === null) return null;
  const { lessons, items } = await reportLessons(look.tx, scope.scope, look.viewer);
  const courses = [...new Set(lessons.map(({ course }) => course))];
  return {
    title: boardWords.lessons,
    nav: "lessons",
    asOf: asOf(look),
    crumbs: scopeCrumbs(scope),
    body: html`<p class="scope">${boardWords.whole(told(scope.name))}</p>
${lessons.length === 0 ? html`<p>${words.noLessons}</p>` : itemsSection(items)}
${courses.map((id, at) =>
  courseSection(
    lessons.filter(({ course }) => course === id),
    at,
  ),
)}`,
  };
}

function itemsSection(items: LessonReport["items"]): Html {
  const columns: readonly Column<LessonReport["items"][number]>[] = [
    {
      label: words.question,
      key: null,
      cell: ({ prompt, lessonTitle, flags }) =>
        html`${prompt}<span class="aside">${words.inLesson(told(lessonTitle))}</span>${
          flags.includes("negative_discrimination") ? html`<span class="aside warn">${words.confusing}</span>` : null
        }`,
    },
    { label: words.asked, key: null, numeric: true, cell: ({ asked }) => numberInWords(asked) },
    { label: words.right, key: null, numeric: true, cell: ({ right }) => shareBar(right) },
  ];
  const rows =
    items.length === 0
      ? html`<p>${words.noItems}</p>`
      : table({ caption: words.itemsCaption(fewestForFigures), columns, rows: items });
  return html`<section aria-labelledby="cau-hoi"><h2 id="cau-hoi">${words.items}</h2>${rows}</section>`;
}

const columns: readonly Column<LessonFigures>[] = [
  { label: words.lessonColumn, key: null, cell: ({ position, title }) => `${position}. ${told(title)}` },
  {
    label: words.completedColumn,
    key: null,
    numeric: true,
    cell: ({ completed, due }) => shareBar(due === 0 ? null : completed / due),
  },
  {
    label: words.scoreColumn,
    key: null,
    numeric: true,
    cell: ({ completed, firstTries, firstTriesRight }) =>
      completed < fewestForFigures
        ? html`<span class="nothing">${words.tooFew(fewestForFigures)}</span>`
        : percentInWords(firstTriesRight / firstTries),
  },
];

const courseSection = (lessons: readonly LessonFigures[], at: number): Html =>
  html`<section aria-labelledby="khoa-${at}"><h2 id="khoa-${at}">${told(lessons[0]!.courseTitle)}</h2>
${table({ caption: words.ofCourse(lessons[0]!.people), columns, rows: lessons })}</section>`;
