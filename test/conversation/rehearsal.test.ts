import { beforeAll, expect, test } from "vitest";
import { typedText } from "#channels/plain.ts";
import { render, shownLength, limits as telegramLimits } from "#channels/telegram/render.ts";
import { loadCatalogue } from "#content/load.ts";
import { type Rehearsal, rehearse } from "#conversation/rehearsal.ts";
import type { Lesson } from "#domain/course.ts";
import { previewSteps } from "#http/preview-view.ts";
import { goodLessons } from "../content/sample.ts";

let rehearsed: readonly { readonly lesson: Lesson; readonly rehearsal: Rehearsal }[];
beforeAll(async () => {
  const { catalogue } = await loadCatalogue("lessons");
  rehearsed = catalogue.courses.flatMap(({ modules, passMark, points }) => {
    const lessons = modules.flatMap((module) => module.lessons);
    return lessons.map((lesson, at) => ({
      lesson,
      rehearsal: rehearse({ lesson, number: at + 1, of: lessons.length, passMark, points }),
    }));
  });
});

test("tells every question in the order of the file, and whoever chose each option", () => {
  expect(rehearsed.length).toBeGreaterThan(10);
  for (const { lesson, rehearsal } of rehearsed) {
    expect(rehearsal.questions.length).toBe(lesson.questions.length);
    for (const [at, { type, options, prompt }] of lesson.questions.entries()) {
      const { message, options: shown, told } = rehearsal.questions[at]!;
      expect(typedText(message)).toContain(`Câu ${at + 1}/${lesson.questions.length}. ${prompt}`);
      expect(shown.toSorted()).toEqual(options.map(({ text }) => text).toSorted());
      if (type === "single") {
        const chosen = told.filter(({ comeback }) => !comeback).map(({ answer }) => answer);
        expect(chosen.flatMap((one) => (one.kind === "options" ? one.positions : [])).toSorted()).toEqual(
          options.map((_, place) => place),
        );
      }
    }
  }
});

test("right answers are told first, wrong ones with their author's words, and the answer once nothing comes back", () => {
  for (const { lesson, rehearsal } of rehearsed)
    for (const [at, question] of lesson.questions.entries()) {
      const { told, options: shown } = rehearsal.questions[at]!;
      const rights = told.map(({ right }) => right);
      expect(rights).toEqual(rights.toSorted((a, b) => Number(b) - Number(a)));
      expect(rights[0]).toBe(true);
      expect(rights.at(-1)).toBe(false);
      for (const { answer, comeback, message, right } of told) {
        const said = typedText(message);
        expect(said.startsWith(right ? "Chính xác!" : "Chưa đúng.")).toBe(true);
        expect(said.includes("Đáp án: ")).toBe(!right && comeback);
        if (answer.kind !== "options" || question.type === "order") continue;
        for (const position of answer.positions)
          expect(said).toContain(question.options.find(({ text }) => text === shown[position])!.feedback ?? "");
      }
    }
});

test("what is shown in two parts is what is sent in one message, within what the channels take", () => {
  let parted = 0;
  for (const { rehearsal } of rehearsed) {
    const messages = [
      rehearsal.pushes[0]!,
      ...rehearsal.questions.flatMap(({ message, told }) => [message, ...told.map((one) => one.message)]),
    ];
    const steps = previewSteps(rehearsal);
    expect(steps.length).toBe(messages.length);
    for (const [at, { shown }] of steps.entries()) {
      const { telegram, text, zalo } = shown;
      const whole = render(messages[at]!);
      const joined = [telegram.body, ...(telegram.rest === null ? [] : ["", telegram.rest])].join("\n");
      expect(joined).toBe(whole.html);
      expect([zalo.body, ...(zalo.rest === null ? [] : ["", zalo.rest])].join("\n")).toBe(typedText(messages[at]!));
      expect(text).toEqual(zalo);
      expect(shownLength(whole)).toBeLessThanOrEqual(telegramLimits.text);
      expect([telegram, zalo].map(({ tooLong }) => tooLong)).toEqual([false, false]);
      if (telegram.rest !== null) parted++;
    }
  }
  expect(parted).toBeGreaterThan(rehearsed.length);
});

test("marks and signs of the file are letters: Telegram counts them as one each", async () => {
  const { catalogue } = await loadCatalogue(goodLessons);
  const course = catalogue.courses[0]!;
  const lesson = { ...course.modules[0]!.lessons[0]!, title: "<b>1 & 2</b> <script>" };
  const { pushes } = rehearse({ lesson, number: 1, of: 1, passMark: 0.7, points: course.points });
  const rendered = render(pushes[0]!);
  expect(rendered.html).toContain("&lt;b&gt;1 &amp; 2&lt;/b&gt; &lt;script&gt;");
  expect(shownLength(rendered)).toBe(
    pushes[0]!.text.map((line) => line.map(({ text }) => text).join("")).join("\n").length,
  );
});
