import { type LessonPlace, placeOf, readSingle, type SingleLesson } from "#content/single.ts";
import { dateIn, type LocalDate, type Zone } from "#domain/time.ts";
import { openPreview } from "#http/preview.ts";
import { previewLines } from "#http/preview-view.ts";
import { checkWords } from "#wording/check.ts";
import { previewWords } from "#wording/preview.ts";
import { askedOf, openLessonPreview, stepsOf, titleOf } from "../lesson-preview.ts";
import { openLog } from "../log.ts";
import { told, toldLine } from "../told.ts";
import { type Answer, refused, UsageError } from "./answer.ts";
import { messageOf } from "./faults.ts";
import { tell } from "./print.ts";
import { toldToEnd } from "./serve.ts";
import { pathFrom } from "./session.ts";

export interface PreviewOptions {
  /** Print it and end. */
  readonly text?: boolean;
  readonly port?: number;
  readonly json?: boolean;
}

const host = "127.0.0.1";
const home = "Asia/Ho_Chi_Minh" as Zone;
const today = (): LocalDate => dateIn(home, new Date());

/** Reads the lesson's file and its course.yaml alone: no database, no configuration. Returns an exit code where it served. */
export async function preview(file: string, { json, port, text }: PreviewOptions): Promise<Answer | 0> {
  if (text === true && port !== undefined) throw new UsageError("--text opens no page, so there is no --port");
  if (text !== true && json === true) throw new UsageError("--json goes with --text: the page is for people");
  const place = await placeOf(pathFrom(file));
  if (!place.ok) return refused(checkWords.preview.unshown(file, place.problem));
  return text === true ? printed(file, await readSingle(place.value, today())) : serve(file, place.value, port ?? 0);
}

function printed(file: string, read: SingleLesson): Answer {
  const [errors, warnings] = [told(read.errors), told(read.warnings)];
  const steps = stepsOf(read);
  const notes = [
    ...errors.map(toldLine),
    ...warnings.map(({ file, line, message }) => checkWords.remark(file, line, message)),
  ];
  const messages = (steps ?? []).map(({ heading, shown, verdict }) => ({
    heading,
    verdict: verdict?.words ?? null,
    ...shown.text,
  }));
  const json = { ok: errors.length === 0, errors, warnings, messages };
  if (steps === null) return { json, lines: [], notes, problem: checkWords.preview.faulty(file, errors.length) };
  return {
    json,
    lines: [titleOf(read), "", askedOf(read), previewWords.page.figures, "", ...previewLines(steps)],
    notes,
  };
}

async function serve(file: string, place: LessonPlace, port: number): Promise<Answer | 0> {
  const asked = toldToEnd();
  using live = await openLessonPreview(place, today);
  const opened = await openPreview({ host, port, log: openLog("warn", []), preview: live }).catch((error: unknown) =>
    refused(whyNot(error, port)),
  );
  if ("problem" in opened) return opened;
  await tell(checkWords.preview.opened(file, opened.address));
  await tell(checkWords.preview.follows);
  await asked;
  await opened.close();
  return 0;
}

function whyNot(error: unknown, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `port ${port} is taken: leave out --port and take any, or name another`;
  if (code === "EACCES") return `this user may not open port ${port}: name one from 1024 on, for example --port 3001`;
  return `the page cannot be opened: ${messageOf(error)}`;
}
