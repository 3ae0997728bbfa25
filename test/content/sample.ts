import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A sound folder of lessons: one course, one module, one lesson with a question of every type. */
export const goodLessons = fileURLToPath(new URL("fixtures/lessons", import.meta.url));

export const goodPath = "an-toan/01-khoi-dong/01-bon-nut-bam.md";

export const goodLesson = readFileSync(join(goodLessons, goodPath), "utf8");

export const goodCourse = readFileSync(join(goodLessons, "an-toan/course.yaml"), "utf8");

/** `text` with `from`, which must stand in it exactly once, replaced. */
export function edited(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands ${parts.length - 1} times in the sample`);
  return parts.join(to);
}

/** A new folder "lessons" with these files, by path; gone when the test ends. */
export async function lessonsFolder(files: Record<string, string | Uint8Array>): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "hocvu-content-"));
  onTestFinished(() => rm(parent, { recursive: true }));
  const root = join(parent, "lessons");
  await mkdir(root);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}
