import { expect, test } from "vitest";
import type { OaMessage } from "../fakes/zalo-oa/api.ts";
import { beginsMonth, Week } from "./calendar.ts";
import { type Office, openOffice, type Terms } from "./office.ts";
import type { Member, Visitor } from "./visitor.ts";

const lan = { name: "Nguyễn Thị Lan", chat: "7300114455667788991" };
const minh = { name: "Trần Văn Minh", chat: "7300114455667788992" };
const hoa = { name: "Lê Thị Hoa", chat: "7300114455667788993" };
const binh = { name: "Phạm Văn Bình", chat: "7300114455667788994" };

/** A message of ours that costs, and an approved text with its VAT. */
const [messageVnd, textVnd] = [55, 154];
const wallet = 100_000;
const templateId = "412345";
const cheap = { timeout: 600_000 };

/** An office whose story begins on the first Monday of a month. */
const openInTime = (terms: Terms) =>
  openOffice({ ...terms, purse: { wallet, ...terms.purse }, week: new Week(new Date(), beginsMonth) });

/** On that Monday these people join and learn; it is noon, and nobody owes anything. */
async function noonOfMonday<Members extends readonly Member[]>(office: Office, ...members: Members) {
  const people = await office.cohort(...members);
  await office.dayTo(0, "06:40");
  for (const each of people) await each.joins();
  await office.dayTo(0, "12:00");
  for (const each of people) {
    await each.receives(/^Bài 1\/60\./);
    await each.learns();
  }
  await office.settles();
  return people;
}

const what = ({ buttons, endpoint, text }: OaMessage): string =>
  endpoint === "template" ? "approved text" : buttons.length === 1 ? buttons[0]!.title : text.split(".")[0]!;

const price = ({ quotaType, vnd }: OaMessage): string =>
  quotaType === "reply" ? "free" : quotaType === "sub_quota" ? "of the package" : `${vnd} VND`;

/** What came after Monday: "3 07h: Bài 2/60, 55 VND". */
const diary = ({ week }: Office, { messages }: Visitor): string[] =>
  messages()
    .map((message) => `${week.dayAndHour(message.at)}: ${what(message)}, ${price(message)}`)
    .filter((line) => !line.startsWith("0 "));

/** What the platform has billed, and what its wallet has lost. */
function billed({ fake }: Office): number {
  const vnd = fake.messages.reduce((sum, message) => sum + message.vnd, 0);
  expect(wallet - fake.purse.wallet).toBe(vnd);
  return vnd;
}

/** The same by month: "2026-12" to VND. */
const bills = ({ fake }: Office): Record<string, number> => {
  const months: Record<string, number> = {};
  for (const { at, vnd } of fake.messages) {
    const month = new Date(at + 7 * 3_600_000).toISOString().slice(0, 7);
    months[month] = (months[month] ?? 0) + vnd;
  }
  return months;
};

interface Costs {
  readonly costs: readonly { readonly month: string; readonly vnd: number }[];
}

const byMonth = ({ costs }: Costs) => Object.fromEntries(costs.map(({ month, vnd }) => [month, vnd]));

/** Both commands that tell what it cost say what the platform has billed, month by month. */
async function expectTrueCosts(office: Office): Promise<void> {
  expect(byMonth(await office.hocvu<Costs>("report", "--cohort", office.cohortId))).toEqual(bills(office));
  expect(byMonth(await office.hocvu<Costs>("status"))).toEqual(bills(office));
}

interface Examined {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** What `hocvu doctor` finds, whether all is well or not. */
const doctor = async (office: Office) => {
  const { stdout } = await office.tryHocvu("doctor", "--json");
  return JSON.parse(stdout) as Examined;
};

/** Messages that the platform did not take. A token that was renewed meanwhile is no such refusal: the new one is tried. */
const refusals = ({ fake }: Office) => fake.calls.filter(({ chat, code }) => chat !== "" && ![0, -216].includes(code));

test(
  "who falls silent is kept for nothing, then for a little money, then by three approved texts, and loses nothing",
  cheap,
  async () => {
    const terms = { budgetVndPerMonth: 50_000, templateId };
    await using office = await openInTime(terms);
    const [silent] = await noonOfMonday(office, lan);
    await office.dayTo(1, "12:00");
    const foretold = await office.hocvu<{ rows: { answering: string }[]; templateVnd: number }>(
      ...["rehearse-cost", "--cohort", office.cohortId, "--days", "30"],
    );
    await office.dayTo(11, "12:00");
    expect(JSON.parse(await office.standing("--json"))).toMatchObject({
      template: { id: templateId, usable: true, priceVnd: textVnd, heldReason: null },
      spending: { budgetVnd: 50_000, spentVnd: 3 * messageVnd + textVnd, notSent: { budget: 0, window: 0, held: 0 } },
    });
    const { checks } = await doctor(office);
    expect(checks.find(({ name }) => name === "zalo-oa template")?.detail).toContain(String(textVnd));
    // Nobody has written on a working day, which a webhook that is switched off would explain, too.
    expect(checks.filter(({ name, ok }) => !ok && name.startsWith("zalo-oa"))).toMatchObject([
      { name: "zalo-oa webhook", detail: expect.stringMatching(/^last heard of/) },
    ]);
    await office.dayTo(35, "12:00");

    const came = [
      "1 07h: Bài 2/60, free",
      "2 07h: Bài 2/60, free",
      "2 09h: Giữ nhịp, free",
      "3 07h: Bài 2/60, 55 VND",
      "4 07h: Bài 2/60, 55 VND",
      "6 07h: Tiếp tục, 55 VND", // a Sunday
      "10 07h: approved text, 154 VND",
      "17 07h: approved text, 154 VND",
      "24 07h: approved text, 154 VND",
    ];
    expect(diary(office, silent)).toEqual(came);
    const { lessons, title } = await office.course();
    for (const { text } of silent.messages().filter(({ endpoint }) => endpoint === "template"))
      expect(text).toBe(`Chào Anh/Chị ${lan.name}. ${title}: còn 59 bài, bài tới là ${lessons[1]!.title}.`);
    expect(billed(office)).toBe(3 * messageVnd + 3 * textVnd);
    expect(refusals(office)).toEqual([]);
    expect(foretold.templateVnd).toBe(textVnd);
    expect(foretold.rows.find(({ answering }) => answering === "silent")).toMatchObject({
      ...{ free: 3, paid: 3, templates: 3, vnd: billed(office) },
    });

    // What the approved text asked for.
    silent.readsOn();
    await silent.says("tiếp tục");
    await silent.receives(/^Bài 2\/60\./);
    await silent.learns();
    expect(await office.hocvu("learner", "show", String(silent.learnerId))).toMatchObject({
      ...{ points: 2 * 35, lessonsCompleted: 2, channels: [{ channel: "zalo-oa", state: "active" }] },
    });
    await office.dayTo(37, "12:00");
    expect(diary(office, silent).filter((line) => /^3[67] /.test(line))).toEqual([
      "36 07h: Bài 3/60, free",
      "37 07h: Bài 3/60, free",
      "37 09h: Giữ nhịp, free",
    ]);
    expect(billed(office)).toBe(3 * messageVnd + 3 * textVnd);
    await expectTrueCosts(office);
  },
);

test(
  "with a budget of nothing the package's messages are used but for twenty, and no dong is ever paid",
  cheap,
  async () => {
    const terms = { purse: { allowance: 23 } };
    await using office = await openInTime(terms);
    const people = await noonOfMonday(office, lan, minh);
    await office.knowsAllowance();
    await office.dayTo(3, "12:00");
    await office.knowsAllowance();
    await office.dayTo(12, "12:00");
    await office.knowsAllowance();
    expect(JSON.parse(await office.standing("--json"))).toMatchObject({
      ...{ allowance: { left: 0 }, template: null, spending: { budgetVnd: 0, spentVnd: 0, notSent: { budget: 1 } } },
    });
    await office.dayTo(28, "12:00");

    const both = people.map((each) => diary(office, each));
    for (const [at, line] of ["1 07h: Bài 2/60, free", "2 07h: Bài 2/60, free", "2 09h: Giữ nhịp, free"].entries())
      expect(both.map((lines) => lines[at])).toEqual([line, line]);
    expect(both.flatMap((lines) => lines.slice(3)).sort()).toEqual([
      "3 07h: Bài 2/60, of the package",
      "3 07h: Bài 2/60, of the package",
      "4 07h: Bài 2/60, of the package",
    ]);
    expect(billed(office)).toBe(0);
    expect(office.fake.purse).toMatchObject({ allowance: 20, wallet });
    expect(refusals(office)).toEqual([]);
    await expectTrueCosts(office);

    // Whoever turns to us is answered for nothing, and has today's lesson at once.
    const [silent] = people;
    silent.readsOn();
    await silent.says("Xem điểm");
    await silent.receives(/Điểm: 35/);
    await silent.receives(/^Bài 2\/60\./);
    expect(billed(office)).toBe(0);
  },
);

test(
  "a budget for two approved texts lets exactly two of four people have one, until the month is over",
  cheap,
  async () => {
    const lessons = 4 * 3 * messageVnd;
    // Without VAT a third would fit.
    const budgetVndPerMonth = lessons + 2 * textVnd + 120;
    await using office = await openInTime({ budgetVndPerMonth, templateId });
    const people = await noonOfMonday(office, lan, minh, hoa, binh);
    const texts = () => people.map((each) => each.messages().filter(({ endpoint }) => endpoint === "template").length);
    await office.dayTo(16, "12:00");
    expect(texts().sort()).toEqual([0, 0, 1, 1]);
    expect(billed(office)).toBe(lessons + 2 * textVnd);
    expect(refusals(office)).toEqual([]);
    const stdout = await office.standing();
    for (const line of [
      `template +${templateId}, ${textVnd} VND each with VAT`,
      `budget +${budgetVndPerMonth} VND a month, 120 left`,
      `spent in ${office.week.monday.slice(0, 7)} +${billed(office)} VND`,
      "ended without being sent +budget 2, window 0, held 0",
    ])
      expect(stdout).toMatch(new RegExp(`^${line}$`, "m"));

    const nextMonth = office.week.nextMonth();
    await office.dayTo(nextMonth, "12:00");
    const lines = people.flatMap((each) => diary(office, each)).filter((line) => line.includes("approved text"));
    const day = (days: number) => `${days} 07h: approved text, ${textVnd} VND`;
    expect(lines.sort()).toEqual([day(10), day(10), ...Array(4).fill(day(nextMonth))].sort());
    expect(billed(office)).toBe(lessons + 6 * textVnd);
    await expectTrueCosts(office);
  },
);
