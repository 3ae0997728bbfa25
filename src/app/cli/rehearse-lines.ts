import type { RehearsalDocument } from "../rehearsal/document.ts";
import { facts, percent, table } from "./print.ts";

/** A rehearsal for people: what it was of, load, messages, what would break, completion, disk, and what it assumed. */
export function rehearsalLines(told: RehearsalDocument): string[] {
  return [
    ...facts({
      learners: told.learners,
      course: `${told.course}, ${told.lessons} lessons`,
      from: `${told.from}, ${told.days} days`,
      people: told.behaviour.map(({ name, share }) => `${name} ${percent(share)}`).join(", "),
      seed: told.seed,
    }),
    ...["", "Load", ...loadLines(told)],
    ...["", "Messages", ...messageLines(told)],
    ...["", "What would break", ...breakLines(told)],
    ...["", "Completion", ...completionLines(told)],
    ...["", "Disk", ...diskLines(told)],
    ...["", "Assumed", ...assumed.map((line) => `- ${line}`)],
  ];
}

function loadLines({ load }: RehearsalDocument): string[] {
  const { lateMinutes, movedToNextDay, peakAnswers, peakMinute, worstDay } = load;
  if (worstDay === null || peakMinute === null) return ["no lesson left"];
  return facts({
    "busiest minute": `${peakMinute.count} messages, ${peakMinute.at}`,
    "most answers a minute": peakAnswers === null ? "none" : `${peakAnswers.count}, ${peakAnswers.at}`,
    "longest push": `${span(worstDay.minutes)} for ${worstDay.lessons} lessons, ${worstDay.day}`,
    "lessons late by": `${lateMinutes.half} min (half), ${lateMinutes.ninetyNineInHundred} min (99 in 100), ${lateMinutes.most} min (most)`,
    "moved to the next day": movedToNextDay,
  });
}

const span = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;

function messageLines({ bots, months, vnd }: RehearsalDocument): string[] {
  const heads = ["month", "lessons", "replies", "reminders", "others", "per person", "most"];
  const cells = months.map((one) => [
    one.month,
    one.lessons,
    one.replies,
    one.reminders,
    one.others,
    one.perPerson,
    one.most,
  ]);
  const budgets = bots.map(({ bot, learners, perMinute, perMonth, vndPerMonth }) => [
    bot,
    learners,
    perMinute,
    perMonth ?? "-",
    vndPerMonth ?? "-",
  ]);
  return [
    ...table(heads, cells),
    "",
    ...table(["bot", "learners", "a minute", "a month", "VND a month"], budgets),
    ...(bots.some(({ vndPerMonth }) => vndPerMonth !== null) ? [`paid messages came to ${vnd} VND`] : []),
  ];
}

/** So many are told; --json holds all. */
const mostBreaks = 12;

function breakLines({ breaks }: RehearsalDocument): string[] {
  if (breaks.length === 0) return ["nothing"];
  const more = breaks.length - mostBreaks;
  return [
    ...breaks.slice(0, mostBreaks).map(({ said }) => said),
    ...(more > 0 ? [`and ${more} more, see --json`] : []),
  ];
}

function completionLines({ learners, lessonsInAll, modules, reached }: RehearsalDocument): string[] {
  const heads = [
    "day",
    "date",
    "lessons completed",
    "share",
    "finished",
    "forecast when the last lesson is due",
    "four times in five",
  ];
  const cells = reached.map(({ date, day, finished, forecast, lessons, share }) => [
    day,
    date,
    lessons,
    percent(share),
    `${finished} of ${learners}`,
    `${forecast.expected} of ${lessonsInAll} (${percent(forecast.expected / lessonsInAll)})`,
    `${forecast.low} to ${forecast.high}`,
  ]);
  const parts = modules.map(({ lessons, module, of }) => [module, lessons, percent(of === 0 ? 0 : lessons / of)]);
  return [...table(heads, cells), "", ...table(["module", "lessons completed", "share"], parts)];
}

function diskLines({ run }: RehearsalDocument): string[] {
  const cells = run.tables.map(({ bytes, rows, table: name }) => [name, rows, megabytes(bytes)]);
  return [
    `${megabytes(run.bytes)} MB, ${Math.round(run.bytesPerLearner / 1000)} kB a learner; rehearsed in ${run.seconds} s`,
    ...table(["table", "rows", "MB"], cells),
  ];
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

const assumed = [
  "everybody on the roster joins the day before the start, on one app, and stays; nobody pauses or blocks the bot",
  "people behave as src/domain/rehearsal/behaviour.ts says, which is a guess: try --behaviour with other shares",
  "no holidays, outages, announcements, nudges or new lessons; supervisors' digests are sent, nothing comes of them",
  "an answer has one reply; module pictures, placement, confidence and other commands are not played",
  "a platform takes every message at once, at its whole budget",
  "rows are written once: a real database, whose rows change several times, takes up to twice the disk, and as much again for its log and backups",
];
