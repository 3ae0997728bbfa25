import { isNowOnly, ranksPeople } from "#domain/measure.ts";
import type { Measure, Period, Question } from "#domain/question.ts";
import { addDays, type LocalDate } from "#domain/time.ts";
import { hasLine } from "./lines.ts";
import type { Counted } from "./measures.ts";
import type { Understood } from "./understood.ts";

/** What a text may want counted, the likeliest first; one: it is sure. Empty: it does not say. */
export function measuresOf(read: Understood, whomSaid: boolean, before: Question | null): readonly Measure[] {
  const { line } = read.form;
  if (line === null) return wanted(read, whomSaid, before);
  const says = read.measures.some(({ counted }) => hasLine(line, counted as Measure));
  if (line.unit === null && !says && before?.form.kind !== "ranking") return [];
  return ofLine(read, whomSaid, before).filter((measure) => hasLine(line, measure));
}

/** A share of what is not said is one of lessons, or of those who learnt on the days. */
function ofLine(read: Understood, whomSaid: boolean, before: Question | null): readonly Measure[] {
  // "Danh sách học viên", "có ai": who they are is the form, not what is held against the line.
  const measures = read.measures.filter(({ counted }) => !/^(?:people|how|share)$/.test(counted));
  const counted = withoutLesser([...new Set(measures.map((said) => said.counted))]);
  const days = read.periods.some(({ kind }) => kind === "days");
  const share = read.form.line?.unit === "percent";
  if (share && counted.every((one) => one === "done")) {
    if (counted.length > 0) return ["completion"];
    return before !== null && hasLine(read.form.line, before.measure)
      ? [before.measure]
      : [days ? "learnt" : "completion"];
  }
  const module = read.periods.some(({ kind }) => kind === "module");
  if (share && counted.length === 1 && counted[0] === "learnt" && !days)
    return module ? ["completion"] : ["completion", "learnt"];
  return wanted({ ...read, measures }, whomSaid, before);
}

function wanted(read: Understood, whomSaid: boolean, asked: Question | null): readonly Measure[] {
  const counted = withoutLesser([...new Set(read.measures.map((said) => said.counted))]);
  const days = read.periods.some(({ kind }) => kind === "days");
  // "So sánh tuần này với tuần trước" after a forecast, which has no days to put beside each other, begins anew.
  const anew = days && read.form.comparison !== null && asked !== null && isNowOnly(asked.measure);
  const before = anew ? null : asked;
  if (before !== null && isBare(read)) {
    const own = meaningsOf(read.measures[0]!.counted, read, days);
    return read.mentions.length === 0 || goesOnSurely(read) ? [before.measure] : [...new Set([before.measure, ...own])];
  }
  if (counted.length === 1 && counted[0] === "not_yet") return notYet(before);
  if (counted.length === 1 && counted[0] === "share" && before !== null) return [before.measure];
  // "Ai học tốt nhất" asks who does best, not who has learnt.
  const vague =
    counted.length === 1 && counted[0] === "learnt" && read.form.ranking?.judges && read.form.ranking.most !== null;
  const people = read.form.ranking !== null && (read.form.ranking.of === "people" || read.form.names);
  if (counted.length === 1 && counted[0] === "learnt" && people && !vague && read.form.ranking?.most !== null)
    return ["lessons"];
  if (counted.length === 1 && counted[0] === "learnt" && isMoreOfTwo(read)) return moreOfTwo(read);
  if (counted.length === 1 && counted[0] === "learnt" && isHowMuch(read)) return [days ? "lessons" : "completion"];
  // "Xã nào học nhiều nhất": by people of today, or by lessons of all the time.
  const units = read.form.ranking !== null && !people && read.form.ranking.most !== null;
  if (counted.length === 1 && counted[0] === "learnt" && units && !vague && !days)
    return read.words.some((word) => word.read === "nguoi") ? ["learnt"] : ["lessons", "learnt"];
  if (counted.length === 1 && counted[0] === "lessons" && isWhatIsLeft(read)) return ["completion", "lessons"];
  if (counted.length > 0 && !vague) return [...new Set(counted.flatMap((one) => meaningsOf(one, read, days)))];
  // "Hiện tại thì được bao nhiêu" after a forecast asks for what there is.
  if (before?.measure === "forecast" && read.periods.some(({ kind }) => kind === "now")) return ["completion"];
  // "Ai giỏi nhất" after who has learnt: that has nobody before anybody. "Ai nhiều nhất" is the most lessons.
  if (
    before !== null &&
    people &&
    read.form.ranking !== null &&
    read.form.ranking.most !== null &&
    !ranksPeople(before.measure)
  ) {
    const by = rankedBy(read, days || before.period.kind === "days");
    return by.length > 0 || before.measure !== "learnt" ? by : ["lessons"];
  }
  if (before !== null) return [before.measure];
  const { ranking, comparison } = read.form;
  if (read.form.place && (read.me || isOfPerson(read))) return ["points"];
  const module = read.periods.some(({ kind }) => kind === "module");
  if (module) return ["completion"];
  if (ranking !== null) return rankedBy(read, days);
  if (comparison !== null) return [days || comparison === "trend" ? "learnt" : "completion"];
  if (read.form.names) return days ? ["not_learnt", "learnt"] : [];
  if (days && !whomSaid) return ["learnt", "not_learnt", "lessons"];
  return whomSaid ? [days ? "learnt" : "completion"] : [];
}

/** "Xã mình còn mấy bài nữa": what somebody else has left is not counted, and what they have done is not what is asked for. */
const isWhatIsLeft = ({ me, mentions, own, words }: Understood): boolean =>
  !me &&
  (mentions.length > 0 || own !== null) &&
  / con (?:lai )?(?:may|bao nhieu|nhieu) bai /.test(` ${words.map(({ read }) => read).join(" ")} `);

/** "Anh Hùng học được bao nhiêu rồi": of one person not whether they have learnt, but how much. */
const isHowMuch = (read: Understood): boolean =>
  (read.me || isOfPerson(read)) &&
  /bao nhieu(?: (?:roi|a|vay|the|em|nhi|nhe|ha))*$/.test(read.words.map(({ read: word }) => word).join(" "));

/** Of people the place is that on the board. */
const isOfPerson = ({ mentions }: Understood): boolean =>
  mentions.some(({ named }) => named.some(({ subject }) => subject.kind === "person"));

/** "Hai người ai học nhiều hơn": not who has learnt today, but how much. */
const isMoreOfTwo = ({ form, mentions, me }: Understood): boolean =>
  form.comparison === "more" && mentions.length + (me ? 1 : 0) === 2;

function moreOfTwo({ mentions, words }: Understood): readonly Measure[] {
  if (mentions.every(({ named }) => named.every(({ subject }) => subject.kind === "person"))) return ["lessons"];
  return words.some(({ read }) => read === "nguoi") ? ["learnt"] : ["lessons", "learnt"];
}

/** "Còn ai chưa?": the rest of those who were asked about. */
function notYet(before: Question | null): readonly Measure[] {
  switch (before?.measure) {
    case undefined:
    case "learnt":
    case "not_learnt":
      return ["not_learnt"];
    case "joined":
    case "not_joined":
      return ["not_joined"];
    default:
      return ["not_learnt", "not_joined"];
  }
}

/** "Xã Tân thì sao" asks the same of somebody else, "xã Tân thế nào" perhaps how they do, "xã Tân mấy người" how many they are. */
const goesOnSurely = ({ goesOn, measures }: Understood): boolean => goesOn && measures[0]!.counted === "how";

/** "Thì sao?", "bao nhiêu người?": of what, was said before. */
export function isBare({ measures, mentions, own, words, goesOn }: Understood): boolean {
  const [only, second] = measures;
  if (only === undefined || second !== undefined) return false;
  return (
    only.counted === "how" ||
    (only.counted === "people" && (mentions.length > 0 || own === null || goesOn) && words.length < 7)
  );
}

/** Units are ranked by their completion, people by nothing that goes without saying. */
function rankedBy({ form: { ranking, names }, words }: Understood, days: boolean): readonly Measure[] {
  // "Xã nào cao nhất" is of a share or of points, "xã nào nhiều nhất" of anything.
  if (ranking!.most !== null && !ranking!.judges) {
    if (!words.some(({ read }) => /^(?:cao|thap)$/.test(read))) return [];
    const rates: readonly Measure[] = ["score", "points"];
    return ranking!.of === "units" ? [days ? "learnt" : "completion", ...rates] : [...rates, "lessons"];
  }
  if (ranking!.of === null && ranking!.limit !== null && ranking!.most === null && !names)
    return ["completion", "points", "lessons"];
  const people = ranking!.of === "people" || (ranking!.of === null && names);
  if (people) return ["points", "score", "lessons"];
  return [days ? "learnt" : "completion"];
}

/** What is only said around something else: in "học được mấy bài" lessons are asked for. */
function withoutLesser(counted: readonly Counted[]): readonly Counted[] {
  if (counted.length < 2) return counted;
  if (counted.includes("forecast")) return ["forecast"];
  const lesser: readonly Counted[] = ["how", "people", "share"];
  const more = counted.filter((one) => !lesser.includes(one));
  const sums = more.some((one) =>
    ["lessons", "score", "points", "streak", "overdue", "forecast", "completion", "never", "days"].includes(one),
  );
  const rest = sums ? more.filter((one) => !["learnt", "done", "joined"].includes(one)) : more;
  return rest.length > 0 ? rest : counted.slice(0, 1);
}

function meaningsOf(
  counted: Counted,
  { form, periods, words, mentions, own }: Understood,
  days: boolean,
): readonly Measure[] {
  const module = periods.some(({ kind }) => kind === "module");
  const people = form.names || (form.total && words.some(({ read }) => /^(?:nguoi|vien|chi|bo)$/.test(read)));
  switch (counted) {
    case "how":
      // "Dạo này học hành thế nào" is open.
      if (
        days &&
        words.some(({ read }, at) => /^(?:dao|gan)$/.test(read) && /^(?:nay|day|gan)$/.test(words[at + 1]?.read ?? ""))
      )
        return ["learnt", "completion", "score"];
      return [days ? "learnt" : "completion"];
    case "done":
      if (days) return ["learnt"];
      // "Học xong" alone, as against "hoàn thành" or "xong bao nhiêu".
      if (words.length < 4 && words.some(({ read }) => read === "xong") && !module) return ["finished", "learnt"];
      if (module || form.ranking !== null || !people) return ["completion"];
      return ["finished", "learnt"];
    case "joined":
      return days ? ["learnt", "joined"] : ["joined"];
    case "not_joined":
      return days ? ["not_learnt", "not_joined"] : ["not_joined"];
    case "undone":
      if (days) return ["not_learnt"];
      return module ? ["completion"] : ["not_learnt", "overdue"];
    case "not_finished":
      return ["finished", "overdue"];
    case "through":
      return days ? ["learnt"] : module ? ["completion"] : ["finished", "learnt"];
    case "not_yet":
      return ["not_learnt"];
    case "days":
      return ["lessons", "streak"];
    // For how long is not counted: whether they have learnt of late is, and how much they have.
    case "gap":
      return mentions.some(({ named }) => named.some(({ subject }) => subject.kind === "person"))
        ? ["not_learnt", "lessons"]
        : ["not_learnt"];
    case "needy":
      return days ? ["not_learnt"] : ["not_learnt", "overdue"];
    case "share":
      if (mentions.length > 0 || own !== null) return [days ? "learnt" : "completion"];
      return days ? ["learnt", "score"] : ["completion", "score"];
    case "never":
      return days ? ["not_learnt"] : ["not_joined", "overdue", "not_learnt"];
    default:
      return [counted];
  }
}

const ofModules: readonly Measure[] = ["completion", "score", "lessons"];

/** A measure in a period, and whether that is what was said. */
export interface Timed {
  readonly measure: Measure;
  readonly period: Period;
  readonly sure: boolean;
}

/** What can be counted in that period; another measure or period where the one that was said has no figure. */
export function timed(measure: Measure, said: Period | null, today: Period & { kind: "days" }, ever: boolean): Timed[] {
  const now: Period = { kind: "now" };
  const daily = measure === "learnt" || measure === "not_learnt";
  if (said === null || said.kind === "now") {
    if (!daily) return [{ measure, period: now, sure: true }];
    if (!ever) return [{ measure, period: today, sure: true }];
    const close: readonly Measure[] = measure === "learnt" ? ["joined", "lessons"] : ["not_joined", "overdue"];
    return [
      ...close.map((one) => ({ measure: one, period: now, sure: false })),
      { measure, period: today, sure: false },
    ];
  }
  if (said.kind === "module") {
    if (ofModules.includes(measure)) return [{ measure, period: said, sure: true }];
    return (["score", "completion"] as const).map((one) => ({ measure: one, period: said, sure: false }));
  }
  if (isNowOnly(measure)) return [{ measure, period: now, sure: said.to >= today.to }];
  if (measure !== "completion") return [{ measure, period: said, sure: true }];
  if (said.from === today.from) return [{ measure, period: now, sure: true }];
  const instead = (["learnt", "lessons"] as const).map((one) => ({ measure: one, period: said, sure: false }));
  return [...instead, { measure, period: now, sure: false }];
}

/** "Lâu rồi không học": for a week, or today. */
export const ofLate = (today: LocalDate): Timed[] =>
  [6, 0].map((back) => ({
    measure: "not_learnt",
    period: { kind: "days", from: addDays(today, -back), to: today },
    sure: false,
  }));
