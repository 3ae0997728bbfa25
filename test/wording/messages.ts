import type { ModulePicture } from "#domain/course.ts";
import type { AttemptId, CohortId, ExerciseId, FileId, InboxId, PictureHash, UnitId } from "#domain/ids.ts";
import type { Message } from "#domain/message.ts";
import type { StreakDay } from "#domain/streak.ts";
import { plain, plainText } from "#domain/text.ts";
import { addDays, type LocalDate, type LocalTime } from "#domain/time.ts";
import * as announcement from "#wording/compose-announcement.ts";
import * as atRisk from "#wording/compose-at-risk.ts";
import * as digest from "#wording/compose-digest.ts";
import * as exercise from "#wording/compose-exercise.ts";
import * as feedback from "#wording/compose-feedback.ts";
import * as hints from "#wording/compose-hints.ts";
import * as join from "#wording/compose-join.ts";
import * as learner from "#wording/compose-learner.ts";
import * as lesson from "#wording/compose-lesson.ts";
import * as library from "#wording/compose-library.ts";
import * as picture from "#wording/compose-picture.ts";
import type { QuestionView } from "#wording/compose-question.ts";
import * as settings from "#wording/compose-settings.ts";
import * as supervisor from "#wording/compose-supervisor.ts";

export const day = "2026-03-02" as LocalDate;
export const at = "07:30" as LocalTime;
const tomorrow = { day: addDays(day, 1), time: at, today: day };

/** As it stands on a platform without buttons. */
export const typedOut = (message: Message): string =>
  [plainText(message.text), ...(message.typedHint === null ? [] : [message.typedHint])].join("\n\n");

/** What the authors and the roster can fill in: `word` repeated, so that any length can be asked for. */
const filled = (length: number): string =>
  "Nghiệp vụ số "
    .repeat(Math.ceil(length / 13))
    .slice(0, length)
    .replace(/ $/, "x");

export const question = (given: Partial<QuestionView> = {}): QuestionView => ({
  ref: { kind: "lesson", attempt: 12 as AttemptId, question: 3, comeback: false },
  type: "single",
  prompt: "Tin nhắn giục “trong 5 phút” bấm vào nút nào?",
  options: ["Tham", "Gấp", "Bí mật"],
  number: 1,
  of: 3,
  ...given,
});

const wishes = [
  ...(["courtesy", "greeting", "agreed", "withdraws", "time", "pause", "leave", "data"] as const),
  ...(["stuck", "certificate"] as const),
];
const types = ["single", "multiple", "truefalse", "short", "numeric", "order"] as const;
const choices = (type: QuestionView["type"], length: number, count: number) => {
  if (type === "short" || type === "numeric") return [];
  return type === "truefalse" ? ["Đúng", "Sai"] : Array.from({ length: count }, () => filled(length));
};

/** Every message of the room, with inputs as long as they may be (`long`), or as short. */
export function everyMessage(long: boolean): [name: string, message: Message][] {
  const text = (length: number) => filled(long ? length : 3);
  const list = <Item>(length: number, item: (index: number) => Item) =>
    Array.from({ length: long ? length : 1 }, (_, i) => item(i));
  const many = long ? 123_456 : 0;
  const name = text(120);
  const unit = text(400);
  const view: lesson.LessonView = {
    title: text(80),
    number: 56,
    of: 56,
    body: list(19, (index) => (index % 2 === 0 ? plain(text(124)) : [])),
    addresses: list(3, () => ({ name: text(30), address: text(30) })),
    action: [plain(text(250))],
  };
  const drawn: ModulePicture = { hash: "a1" as PictureHash, alt: text(200), text: [plain(text(899))] };
  const streak = { current: many, freezes: 2, keptToday: true, earnedFreeze: true };
  const ask: exercise.ConfidenceView = { cohort: (many + 1) as CohortId, number: 8, title: text(80), moment: "after" };
  const summary = (
    upcoming: feedback.Upcoming,
    confidence: feedback.SummaryView["confidence"] = null,
  ): feedback.AfterAnswer => {
    const told = { title: text(80), passMark: 0.7, right: 0, asked: 10, passed: false, pointsToday: many, streak };
    return { kind: "summary", summary: { ...told, upcoming, confidence } };
  };
  const states: library.LessonState[] = ["completed", "skipped", "open", "ahead"];
  const lessons = list(12, (index) => ({ title: text(80), state: states[index % 4]! }));
  const modules = list(20, (index) => ({ number: index + 1, title: text(80), lessons }));
  const verdict = { right: false, skipped: false, comesBack: true, points: many, explanation: text(300) };
  const wrong = { ...verdict, feedback: list(5, () => text(160)), answer: text(300) };
  const unsaid = { ...verdict, feedback: [], answer: null, explanation: "" };
  const counts = {
    learners: many + 1,
    joined: many,
    completedToday: many,
    completionRate: 2 / 3,
    averageScore: null,
    lessonsSkipped: many,
  };
  const days = list(
    400,
    (index): StreakDay => ({
      date: addDays(day, index),
      kind: "missed",
      why: { because: "no_freeze_left", lost: many },
    }),
  );
  const people = list(3000, () => ({ fullName: name, unit }));
  const listing = { total: people.length, people };
  const nobody = { total: 0, people: [] };
  const asOf = { day, time: at };

  const inNeed = list(20, () => ({
    fullName: name,
    unit,
    reasons: [
      { kind: "not_joined", days: many },
      { kind: "unreachable", unheard: true },
      { kind: "silent", studyDays: many },
      { kind: "behind", lessons: many },
      { kind: "low_score", score: 1 / 3 },
    ] as const,
  }));

  const offered = list(30, (index) => ({ fullName: name, unit, invite: index % 2 === 0 ? "NVT22222" : null }));
  const moved = (by: number) => list(3, () => ({ unit, by }));
  const told = {
    scope: unit,
    spans: { from: day, to: day, before: { from: day, to: day } },
    counts: {
      learnt: many,
      learntBefore: many + 1,
      lessons: many,
      lessonsBefore: many,
      done: many,
      due: 2 * many,
      doneBefore: many,
      dueBefore: 3 * many,
    },
    offers: (["nudge", "invite", "reach"] as const).map((kind) => ({
      action: { kind, unit: (many + 1) as UnitId },
      people: many + 1,
      unit,
      names: list(3, () => name),
    })),
  };

  const written = { text: text(999), sender: name, unit };
  const announced = {
    number: many + 1,
    day,
    time: at,
    scope: unit,
    toAll: false,
    sent: many,
    waiting: many,
    failed: many,
  };

  const exercised = { kind: "exercise", exercise: (many + 1) as ExerciseId, item: 7 } as const;
  const ahead = { title: text(80), state: "ahead" } as const;

  return [
    ...types.flatMap((type): [string, Message][] => {
      const asked = question({ type, prompt: text(200), options: choices(type, long ? 90 : 1, long ? 5 : 2) });
      const comeback = {
        ...asked,
        ref: { kind: "lesson", attempt: 1 as AttemptId, question: 1, comeback: true } as const,
      };
      return [
        [`lesson, ${type}`, lesson.lessonMessage(view, asked)],
        [`lesson again, ${type}`, lesson.lessonAgainMessage(view, asked)],
        [`placement, ${type}`, exercise.placementMessage({ ...asked, ref: exercised })],
        [`practice, ${type}`, exercise.practiceMessage(view.title, { ...asked, ref: exercised })],
        [`practice again, ${type}`, exercise.practiceMessage(null, { ...asked, ref: exercised })],
        [`question, ${type}`, lesson.questionMessage(asked)],
        [
          `reminder, ${type}`,
          lesson.reminderMessage({
            fullName: name,
            nth: 2,
            lessonTitle: view.title,
            question: asked,
            streakAfter: many,
          }),
        ],
        [`re-offer, ${type}`, lesson.reofferMessage(asked)],
        [`nudge, ${type}`, lesson.nudgeMessage(unit, view.title, asked)],
        [`feedback and question, ${type}`, feedback.feedbackMessage(wrong, { kind: "question", question: asked })],
        [`feedback and comeback, ${type}`, feedback.feedbackMessage(wrong, { kind: "comeback", question: comeback })],
        [`bare feedback, ${type}`, feedback.feedbackMessage(unsaid, { kind: "question", question: asked })],
        [`hint, ${type}`, hints.hintMessage({ kind: "other_question", typed: 999 }, asked)],
      ];
    }),
    ...(["completed", "skipped", "open"] as const).map((state): [string, Message] => [
      `lesson to read, ${state}`,
      library.rereadMessage(view, "12.12", state),
    ]),
    ["library", library.libraryMessage(text(80), modules)],
    ["module", library.moduleMessage({ number: 12, title: text(80), lessons })],
    ["module, all ahead", library.moduleMessage({ number: 12, title: text(80), lessons: list(2, () => ahead) })],
    ["no such module", library.noSuchModuleMessage(8)],
    ["no such lesson", library.noSuchLessonMessage()],
    ["lesson ahead", library.lessonAheadMessage()],
    ["not practisable", library.notPractisableMessage()],
    ["practise how", library.practiseHowMessage()],
    ["not skipped", library.notSkippedMessage()],
    ["relearn how", library.relearnHowMessage()],
    ["placed", exercise.placedMessage({ right: 8, asked: 8, start: 3, levelName: text(40), skippable: 37 })],
    ["placed, nothing", exercise.placedMessage({ right: 0, asked: 5, start: 1, levelName: null, skippable: 0 })],
    ["skipped", exercise.skippedMessage(37, null)],
    ["skipped, asked", exercise.skippedMessage(37, { ...ask, moment: "before" })],
    ["skipped before", exercise.skippedMessage(0, null)],
    ["not placed", exercise.notPlacedMessage()],
    ["no placement", exercise.noPlacementMessage()],
    ["rated", exercise.ratedMessage(null)],
    ["rated, asked", exercise.ratedMessage(ask)],
    ["not ratable", exercise.notRatableMessage()],
    ["practised", feedback.feedbackMessage(wrong, { kind: "practised", right: 5, asked: 6 })],
    ["picture", picture.pictureMessage(drawn)],
    ["picture of a finished module", picture.finishedPictureMessage(drawn)],
    [
      "reminder, unopened",
      lesson.reminderMessage({ fullName: name, nth: 1, lessonTitle: view.title, question: null, streakAfter: null }),
    ],
    ["re-offer, unopened", lesson.reofferMessage(null)],
    ["asked for a tap", lesson.keepRhythmMessage(name, view.title)],
    ["lessons pause", lesson.lessonsPauseMessage(name)],
    [
      "lessons wait",
      lesson.lessonsWaitMessage(
        lesson.waitingValues({ fullName: name, lessons: many, courseTitle: view.title, lessonTitle: view.title }),
      ),
    ],
    ["correction", lesson.correctionMessage(view.title, text(300))],
    ["nudge, unopened", lesson.nudgeMessage(unit, null, null)],
    ["feedback and summary", feedback.feedbackMessage(wrong, summary({ kind: "lesson", at: tomorrow }, ask))],
    ["summary, finished", feedback.feedbackMessage(wrong, summary({ kind: "finished" }))],
    ["summary, unknown", feedback.feedbackMessage(unsaid, summary({ kind: "unknown" }))],
    ["hint, ambiguous", hints.hintMessage({ kind: "ambiguous" }, question())],
    ["hint, sticker", hints.hintMessage({ kind: "no_text" }, question())],
    ["hint, not understood", hints.hintMessage({ kind: "not_understood" }, question())],
    ["hint, unseen", hints.hintMessage({ kind: "unseen" }, question())],
    ["not understood", hints.notUnderstoodMessage()],
    ["no text", hints.noTextMessage()],
    ["already answered", hints.alreadyAnsweredMessage()],
    ["nothing open", hints.noOpenQuestionMessage()],
    ["expired button", hints.expiredButtonMessage()],
    ["not joined", hints.notJoinedMessage()],
    ...wishes.flatMap((kind): [string, Message][] => [
      [`wish: ${kind}`, hints.wishMessage({ kind, time: at })],
      [`wish: ${kind}, with a question`, hints.hintMessage({ kind, time: null }, question())],
    ]),
    ["lesson waits", lesson.lessonWaitsMessage(filled(120), tomorrow)],
    ["lesson waits, and none comes", lesson.lessonWaitsMessage(filled(120), null)],
    ["coming soon", hints.comingSoonMessage()],
    ...(["stranger", "learner", "supervisor"] as const).map((role): [string, Message] => [
      `help, ${role}`,
      hints.helpMessage(role),
    ]),
    ["stranger", join.strangerMessage()],
    ["a phone number of a stranger", join.phoneMessage(false)],
    ["a phone number of a learner", join.phoneMessage(true)],
    ["the card that asks for a phone number", join.askPhoneMessage()],
    [
      "a phone number given elsewhere, to its owner",
      join.phoneOfYoursMessage({ platform: "Zalo OA", code: "493021", minutes: 10 }),
    ],
    [
      "a phone number given, to a supervisor",
      join.phoneGivenMessage({ fullName: filled(120), unit: filled(300), platform: "Zalo OA", code: "K7M4QX9T" }),
    ],
    ["code refused", join.codeRefusedMessage()],
    ["too many codes", join.tooManyCodesMessage(60)],
    ["ask name", join.askFullNameMessage(unit, false)],
    ["ask name again", join.askFullNameMessage(unit, true)],
    [
      "ask unit",
      join.askUnitMessage({
        fullName: name,
        page: 1,
        pages: 3,
        again: false,
        units: list(10, (index) => ({
          id: (index + 1) as UnitId,
          number: index + 9990,
          name: unit,
          itself: index === 0,
        })),
      }),
    ],
    ["notice", join.noticeMessage(name)],
    ["consent needed", join.consentNeededMessage()],
    ["declined", join.declinedMessage(false)],
    ["declined and forgotten", join.declinedMessage(true)],
    [
      "welcome",
      join.welcomeMessage({
        fullName: name,
        cohort: unit,
        course: unit,
        firstLesson: tomorrow,
        placement: true,
        confidence: ask,
      }),
    ],
    [
      "welcome, nothing",
      join.welcomeMessage({
        fullName: name,
        cohort: unit,
        course: unit,
        firstLesson: null,
        placement: false,
        confidence: null,
      }),
    ],
    ["welcome back", join.welcomeBackMessage(name, view.title)],
    ["code not needed", join.codeNotNeededMessage(name)],
    ["welcome back, nothing", join.welcomeBackMessage(name, null)],
    ["linked", join.linkedMessage(name)],
    [
      "score",
      learner.scoreMessage({
        fullName: name,
        points: many,
        streak: { current: many, best: many, freezes: 2 },
        rank: { place: many, of: many, unit },
        lessonsCompleted: many,
        lessonsTotal: many,
        lessonsSkipped: many,
        answers: { right: many, wrong: many },
      }),
    ],
    [
      "score, no board",
      learner.scoreMessage({
        fullName: name,
        points: 0,
        streak: { current: 0, best: 0, freezes: 1 },
        rank: null,
        lessonsCompleted: 0,
        lessonsTotal: 56,
        lessonsSkipped: 0,
        answers: { right: 0, wrong: 0 },
      }),
    ],
    ["streak", learner.streakMessage(many, 2, days)],
    ["streak, empty", learner.streakMessage(0, 1, [])],
    [
      "board",
      learner.boardMessage({
        unit,
        of: many,
        rows: list(7, (place) => ({ place: many + place, fullName: name, points: many, me: place === 3 })),
      }),
    ],
    ["board, empty", learner.boardMessage({ unit, of: 0, rows: [] })],
    [
      "data",
      learner.dataMessage({
        fullName: name,
        unit,
        title: name,
        email: unit,
        phone: unit,
        code: unit,
        role: "supervisor",
        cohorts: [unit, unit],
        chats: ["telegram", "zalo"],
        agreed: name,
        pushTime: name,
        lessons: unit,
        answers: unit,
        points: unit,
        kept: unit,
        messages: unit,
        written: unit,
      }),
    ],
    [
      "data, little",
      learner.dataMessage({
        fullName: name,
        unit: null,
        title: null,
        email: null,
        phone: null,
        code: null,
        role: null,
        cohorts: [],
        chats: [],
        agreed: null,
        pushTime: null,
        lessons: "0",
        answers: "0",
        points: "0",
        kept: "0",
        messages: "0",
        written: "0",
      }),
    ],
    ["erase?", learner.eraseAskMessage()],
    ["erase: kept", learner.eraseKeptMessage()],
    ["erased", learner.erasedMessage()],
    ["nothing today", learner.nothingToLearnMessage(false)],
    ["finished", learner.nothingToLearnMessage(true)],
    ["no cohort", learner.noCohortMessage()],
    [
      "lessons left",
      learner.lessonsLeftMessage({
        lessonsCompleted: many,
        lessonsSkipped: 3,
        lessonsTotal: many + 60,
        passMark: 0.7,
        questionsPerLesson: 3,
      }),
    ],
    [
      "no lessons left",
      learner.lessonsLeftMessage({
        lessonsCompleted: 57,
        lessonsSkipped: 3,
        lessonsTotal: 60,
        passMark: 0.7,
        questionsPerLesson: 3,
      }),
    ],
    ["time set", settings.timeSetMessage(at, day, tomorrow)],
    ["time set, now", settings.timeSetMessage(at, day, "now")],
    ["time set, nothing comes", settings.timeSetMessage(at, day, null)],
    ["time now", settings.timeNowMessage(at)],
    ["time refused", settings.timeRefusedMessage({ from: at, to: at })],
    ["time not read", settings.timeRefusedMessage(null)],
    ["paused", settings.pausedMessage(addDays(day, 3), day)],
    ["pause how", settings.pauseHowMessage(365)],
    ["paused now", settings.pausedNowMessage(addDays(day, 3), day)],
    ["resumed", settings.resumedMessage(tomorrow)],
    ["resumed, now", settings.resumedMessage("now")],
    ["resumed, nothing comes", settings.resumedMessage(null)],
    ["not paused", settings.notPausedMessage()],
    [
      "link",
      settings.linkMessage({
        code: "123456",
        minutes: 10,
        elsewhere: list(2, () => ({ platform: "Zalo", url: `https://zalo.me/${"1".repeat(long ? 150 : 1)}` })),
      }),
    ],
    ["link, nowhere named", settings.linkMessage({ code: "123456", minutes: 10, elsewhere: [] })],
    [
      "progress",
      supervisor.progressMessage({
        scope: unit,
        asOf,
        active7d: many,
        ...counts,
        units: list(3000, () => ({ unit, ...counts })),
      }),
    ],
    [
      "progress, with a picture",
      supervisor.progressMessage(
        { scope: unit, asOf, active7d: many, ...counts, units: list(3000, () => ({ unit, ...counts })) },
        { file: 1 as FileId, alt: "x" },
      ),
    ],
    [
      "progress, nobody",
      supervisor.progressMessage({ scope: unit, asOf, active7d: 0, ...counts, learners: 0, units: [] }),
    ],
    [
      "inactive",
      supervisor.inactiveMessage({ scope: unit, asOf, notToday: listing, notThisWeek: listing, notJoined: 0 }),
    ],
    [
      "inactive, day off",
      supervisor.inactiveMessage({ scope: unit, asOf, notToday: null, notThisWeek: listing, notJoined: 0 }),
    ],
    [
      "inactive, nobody",
      supervisor.inactiveMessage({ scope: unit, asOf, notToday: nobody, notThisWeek: nobody, notJoined: 0 }),
    ],
    [
      "inactive, nobody joined",
      supervisor.inactiveMessage({ scope: unit, asOf, notToday: nobody, notThisWeek: nobody, notJoined: 1234 }),
    ],
    ["nudged", supervisor.nudgeResultMessage({ scope: unit, sent: many, alreadyToday: many })],
    ["nudged nobody", supervisor.nudgeResultMessage({ scope: unit, sent: 0, alreadyToday: 0 })],
    ["at risk", atRisk.atRiskMessage({ scope: unit, asOf, total: many + 1, people: inNeed })],
    ["nobody at risk", atRisk.atRiskMessage({ scope: unit, asOf, total: 0, people: [] })],
    ["digest, weekly", digest.digestMessage({ ...told, monthly: false, rose: [], fell: [] })],
    ["digest, monthly", digest.digestMessage({ ...told, monthly: true, rose: moved(0.9), fell: moved(-0.02) })],
    ["digest, all well", digest.digestMessage({ ...told, monthly: false, rose: [], fell: [], offers: [] })],
    ["offer, nudged", digest.offerNudgedMessage(unit, many, many)],
    ["offer, invites", digest.offerInvitesMessage({ scope: unit, total: many, people: offered })],
    ["offer, lost", digest.offerLostMessage({ scope: unit, total: many, people: offered })],
    ["no such offer", digest.noSuchOfferMessage(3)],
    ["digest on", digest.digestSwitchMessage(true)],
    ["digest off", digest.digestSwitchMessage(false)],
    ["announcement", announcement.announcementMessage(written)],
    [
      "preview",
      announcement.previewMessage({
        ...written,
        scope: unit,
        draft: (many + 1) as InboxId,
        reached: many,
        notJoined: many,
        noChat: many,
        scarce: many,
        ...{ silent: many, dear: many, paid: many, vnd: 55 * many },
        costs: list(9, () => ({ platform: "Telegram", messages: many, sent: many, quota: many })),
        waits: true,
      }),
    ],
    ["announced", announcement.announcedMessage(many, unit, many, true)],
    ["dropped", announcement.droppedMessage()],
    ["draft expired", announcement.draftExpiredMessage()],
    ["nobody to tell", announcement.nobodyToTellMessage(unit)],
    ["enough announced", announcement.enoughAnnouncedMessage(5)],
    ["too long", announcement.tooLongMessage(many, 1000)],
    ["ask to whom", announcement.askToMessage()],
    ["ask text", announcement.askTextMessage(unit)],
    ["announcements", announcement.announcedListMessage(list(5, () => announced))],
    ["no announcements", announcement.announcedListMessage([])],
    [
      "outcome",
      announcement.outcomeMessage({
        ...announced,
        reasons: ["not_joined", "gone", "quota", "strange"].map((reason) => ({ reason, people: many })),
        missed: list(20, () => ({ fullName: name, unit, reason: "no right" })),
      }),
    ],
    [
      "outcome, all told",
      announcement.outcomeMessage({ ...announced, scope: null, toAll: true, failed: 0, reasons: [], missed: [] }),
    ],
    ["announcement out of sight", announcement.announcedListMessage([{ ...announced, scope: null }])],
    ["no such announcement", announcement.noSuchAnnouncementMessage()],
    ["nudge at night", supervisor.nudgeQuietMessage()],
    ["no such scope", supervisor.noSuchScopeMessage()],
    ["which scope", supervisor.whichScopeMessage(list(200, () => unit))],
    ["not supervisor", supervisor.notSupervisorMessage()],
    ["not told", supervisor.notToldMessage()],
    ["exporting", supervisor.exportingMessage(unit)],
    ["exporting already", supervisor.exportingAlreadyMessage()],
    ["a table", supervisor.tableMessage(unit, asOf, 1 as FileId, null)],
    [
      "a table's link",
      supervisor.tableMessage(unit, asOf, 1 as FileId, {
        url: `https://hocvu.example.org/files/${"x".repeat(long ? 200 : 1)}.csv`,
        minutes: 15,
      }),
    ],
    ["export file", supervisor.exportFileMessage(unit, asOf, 1 as FileId)],
    ["export failed", supervisor.exportFailedMessage(unit)],
    ["no export", supervisor.noExportMessage()],
    [
      "export link",
      supervisor.exportLinkMessage(unit, asOf, `https://hocvu.example.org/files/${"x".repeat(long ? 200 : 1)}`, 30),
    ],
    [
      "dashboard link",
      supervisor.dashboardLinkMessage("https://hocvu.example.org/d/x", { link: 10, session: 480, idle: 60 }),
    ],
    ["no dashboard", supervisor.noDashboardMessage()],
  ];
}
