import { randomInt } from "node:crypto";
import { EventEmitter } from "node:events";
import type { WebchatLook } from "#channels/webchat/open.ts";
import { bindChat, findChat, insertChat } from "#db/chats/chats.ts";
import { storeWebchatMessage, webchatChannel, webchatMessagesSince } from "#db/chats/webchat.ts";
import { listCohorts, listTaughtCourses } from "#db/learning/cohorts.ts";
import { listProcesses } from "#db/processes.ts";
import { listInvites } from "#db/roster/roster.ts";
import { advanceClock } from "#delivery/advance.ts";
import type { BotKey, CohortId } from "#domain/ids.ts";
import { dateIn, type LocalTime } from "#domain/time.ts";
import type { Advance, Demo, Phone, PhoneName } from "#http/demo.ts";
import { codeMaker } from "#supervision/codes.ts";
import { createCohort } from "#supervision/cohorts.ts";
import { importRoster } from "#supervision/import-roster.ts";
import { readRoster } from "#supervision/roster-file.ts";
import { demoWords as words } from "#wording/demo-unit.ts";
import type { Base } from "./base.ts";
import { storeUpdates } from "./ingress.ts";

const bot = "webchat:demo" as BotKey;
const pushTime = "07:30" as LocalTime;
const remindTime = "19:00" as LocalTime;
const owners = { learner: words.learner.fullName, supervisor: words.supervisor.fullName };
const chatOf = (phone: PhoneName, look: WebchatLook) => `${look}:${phone}`;

export interface LiveDemo extends Demo {
  /** A message arrived or the clock was moved: whoever watches looks again. */
  changed(): void;
}

/** The demo's two phones. On the first start there is a small unit to try everything with, and both hold an invite. */
export async function openDemo(base: Base): Promise<LiveDemo> {
  const { clock, connection } = base;
  const { db } = connection;
  const changes = new EventEmitter().setMaxListeners(0);
  const looks: Record<PhoneName, WebchatLook> = { learner: "telegram", supervisor: "telegram" };
  const posted = new Set<string>();
  const post: Demo["post"] = async (chat, said) => {
    const at = clock.now();
    const again = posted.has(said.id);
    posted.add(said.id);
    if ("text" in said && !again)
      await storeWebchatMessage(db, { chat, fromBot: false, view: { text: said.text }, at });
    const phone = chat.endsWith(":supervisor") ? "supervisor" : "learner";
    await storeUpdates(base, bot, [{ ...said, chat, name: owners[phone], at: new Date().toISOString() }]);
    changes.emit("change");
  };
  for (const [phone, code] of await ensureUnit(base)) {
    await post(chatOf(phone, "telegram"), { id: `invite ${code}`, text: code });
  }
  await connection.sql.listen(webchatChannel, () => void changes.emit("change"));
  return {
    zone: base.config.timezone,
    pushTime,
    remindTime,
    phones: async () =>
      (["learner", "supervisor"] as const).map(
        (phone): Phone => ({ phone, look: looks[phone], chat: chatOf(phone, looks[phone]), title: owners[phone] }),
      ),
    messages: (chat, sinceId) => webchatMessagesSince(db, chat, sinceId),
    post,
    advance: async (by) => {
      const now = clock.now();
      await advanceClock(db, now, targetOf(by, now), (await listProcesses(db)).length > 0);
      await clock.refresh();
      changes.emit("change");
      return { now: clock.now() };
    },
    setLook: async (phone, look) => {
      await joinOtherLook(base, phone, look);
      looks[phone] = look;
      changes.emit("change");
    },
    now: () => clock.now(),
    onChange: (listener) => {
      changes.on("change", listener);
      return () => changes.off("change", listener);
    },
    changed: () => changes.emit("change"),
  };
}

export function targetOf(by: Advance, now: Date): Date {
  if ("to" in by) return by.to;
  const hours = "hours" in by ? by.hours : by.days * 24;
  return new Date(now.getTime() + hours * 3_600_000);
}

/** Who turns a phone into another one has joined it already: as with a code from /lienket. */
async function joinOtherLook({ connection, clock }: Base, phone: PhoneName, look: WebchatLook): Promise<void> {
  const other: WebchatLook = look === "zalo" ? "telegram" : "zalo";
  await connection.db.transaction(async (tx) => {
    const known = await findChat(tx, { bot, chat: chatOf(phone, other) });
    await insertChat(tx, { bot, chat: chatOf(phone, look) }, clock.now());
    const chat = await findChat(tx, { bot, chat: chatOf(phone, look) });
    if (known?.learnerId != null && chat?.learnerId === null) await bindChat(tx, chat.id, known.learnerId);
  });
}

/** Makes the demo's unit where there is no cohort at all. Returns the invites that the phones still have to use. */
async function ensureUnit({ connection, clock, config, log }: Base): Promise<[PhoneName, string][]> {
  return connection.db.transaction(async (tx) => {
    const now = clock.now();
    const [course] = await listTaughtCourses(tx);
    if ((await listCohorts(tx, null)).length > 0 || course === undefined) return [];
    const codes = codeMaker(randomInt);
    const wish = {
      name: words.cohort,
      course: course.id,
      start: dateIn(config.timezone, now),
      at: pushTime,
      remind: `11:30,${remindTime}`,
      days: "mon,tue,wed,thu,fri,sat,sun",
      zone: config.timezone,
    };
    const cohort = await createCohort(tx, wish, now, codes);
    const roster = await readRoster(new TextEncoder().encode(demoRoster()));
    if (!cohort.ok || !roster.ok) throw new Error("the demo's own cohort or roster is refused");
    const options = { cohort: cohort.value.id, dryRun: false, skipBadRows: false, now, inviteCodes: codes };
    const { created } = await importRoster(tx, roster.value, options);
    log.info({ people: created }, "made a cohort to try things with");
    return invitesOf(await listInvites(tx, cohort.value.id as CohortId));
  });
}

const invitesOf = (invites: readonly { fullName: string; code: string }[]): [PhoneName, string][] =>
  (["learner", "supervisor"] as const).map((phone) => [
    phone,
    invites.find(({ fullName }) => fullName === owners[phone])!.code,
  ]);

function demoRoster(): string {
  const office = `${words.unit} / ${words.office}`;
  const committee = `${words.unit} / ${words.committee}`;
  const row = (...cells: string[]) => cells.map((cell) => `"${cell}"`).join(",");
  return [
    "ho_ten,don_vi,chuc_danh,vai_tro",
    row(words.learner.fullName, committee, words.learner.title, "hoc_vien"),
    row(words.supervisor.fullName, words.unit, words.supervisor.title, "quan_ly"),
    ...words.colleagues.map((name, at) => row(name, at % 2 === 0 ? office : committee, "", "hoc_vien")),
  ].join("\n");
}
