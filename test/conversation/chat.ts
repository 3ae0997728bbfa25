import { sql } from "drizzle-orm";
import { openWebchat } from "#channels/webchat/open.ts";
import { type HandleDeps, handle } from "#conversation/handle.ts";
import { type ReceiveDeps, receive } from "#conversation/receive.ts";
import { storeUpdate } from "#db/chats/inbox.ts";
import { fold } from "#domain/fold.ts";
import type { BotKey, CohortId, InboxId, LearnerId } from "#domain/ids.ts";
import type { Button, Message } from "#domain/message.ts";
import { plainText } from "#domain/text.ts";
import type { Clock, Zone } from "#domain/time.ts";
import { freshDatabase } from "../setup/database.ts";
import { recordingLog } from "../setup/log.ts";
import { makeCourse, publish } from "../setup/school.ts";

const bot = "webchat:demo" as BotKey;

export interface ChatWorld {
  readonly database: Awaited<ReturnType<typeof freshDatabase>>;
  readonly log: ReturnType<typeof recordingLog>;
  now: Date;
  /** What the bot owes for it: the texts of the replies, oldest first. */
  types(chat: string, text: string, at?: Date): Promise<string>;
  taps(chat: string, label: string): Promise<string>;
  sends(chat: string, update: object, id?: string): Promise<InboxId | null>;
  handleAll(): Promise<void>;
  replies(chat: string): Promise<Message[]>;
  /** A person with an invite; `role` as in a roster. */
  invite(name: string, unit: string, role?: "learner" | "supervisor"): Promise<{ learner: LearnerId; code: string }>;
  readonly cohort: CohortId;
  readonly joinCode: string;
  readonly deps: ReceiveDeps;
}

/** A world seen from its chats: updates are stored, handled and answered as in earnest; nothing is sent, replies are taken as read. */
export async function chatWorld(overrides: Partial<HandleDeps> = {}, course = makeCourse()): Promise<ChatWorld> {
  const database = await freshDatabase();
  const { db } = database;
  const log = recordingLog();
  let updates = 0;
  const channel = openWebchat({ deliver: async () => "1" });
  const state = { now: new Date("2026-03-02T00:00:00Z") };
  const clock: Clock = { now: () => state.now, fromWall: (instant) => instant };
  await publish(db, course, state.now);
  const [cohort] = await db.execute<{ id: CohortId }>(sql`
    insert into cohorts (name, name_key, course_id, start_day, push_time, remind_times, weekdays, zone, questions_per_lesson, join_code, created_at)
    values ('Lớp một', 'lop mot', ${course.id}, '2026-03-02', '07:30', '{}', '{1,2,3,4,5}', 'Asia/Ho_Chi_Minh', 3, 'HPCHUNGX', ${state.now}::timestamptz)
    returning id`);
  const handleDeps: HandleDeps = {
    countsMessages: () => false,
    quotaOf: () => null,
    platformOf: (of) => of.split(":")[0]!,
    elsewhere: () => [{ platform: "Zalo", url: null }],
    asksPhone: () => false,
    digits: () => String(100_000 + ++updates),
    dashboardLink: () => null,
    zone: "Asia/Ho_Chi_Minh" as Zone,
    files: null,
    ...overrides,
  };
  const deps: ReceiveDeps = {
    db,
    clock,
    readerOf: () => channel,
    handle: (tx, said) => handle(handleDeps, tx, said),
    wake: async () => {},
    handled: () => {},
    log,
  };
  const store = (chat: string, update: object, id: string) =>
    db.transaction((tx) =>
      storeUpdate(tx, {
        bot,
        updateKey: id,
        chat,
        payload: { id, chat, name: "x", at: state.now.toISOString(), ...update },
        receivedAt: state.now,
      }),
    );
  const replies = async (chat: string) => {
    const rows = await db.execute<{ body: Message }>(sql`
      select d.body from deliveries d join chats h on h.id = d.chat_id where h.address = ${chat} and d.kind = 'reply' order by d.id`);
    return rows.map((row) => row.body);
  };
  /** Whoever writes has read what was owed to them. */
  const arrives = (chat: string) =>
    db.execute(sql`
      update deliveries d set state = 'sent', sends = 1, sent_at = ${state.now}::timestamptz from chats h
      where h.id = d.chat_id and h.address = ${chat} and d.kind = 'reply' and d.state = 'planned'`);
  const ask = async (chat: string, update: object) => {
    await arrives(chat);
    const before = (await replies(chat)).length;
    const id = await store(chat, update, `u${++updates}`);
    if (id !== null) await receive(deps, id);
    return (await replies(chat))
      .slice(before)
      .map(({ text }) => plainText(text))
      .join("\n---\n");
  };
  let invites = 0;
  const world: ChatWorld = {
    database,
    log,
    deps,
    get now() {
      return state.now;
    },
    set now(instant) {
      state.now = instant;
    },
    cohort: cohort!.id,
    joinCode: "HPCHUNGX",
    types: (chat, text, at) => ask(chat, { text, ...(at === undefined ? {} : { at: at.toISOString() }) }),
    taps: async (chat, label) => {
      const buttons: Button[] = (await replies(chat)).flatMap((message) => message.buttons.flat());
      const button = buttons.findLast((one) => one.label === label);
      if (button?.kind !== "press") throw new Error(`no button ${label}`);
      return ask(chat, { tap: button.action });
    },
    sends: (chat, update, id = `u${++updates}`) => store(chat, update, id),
    handleAll: async () => {
      const rows = await db.execute<{ id: InboxId }>(sql`select id from inbox where state = 'waiting' order by id`);
      await Promise.all(rows.map((row) => receive(deps, row.id)));
    },
    replies,
    invite: async (name, unit, role = "learner") => {
      // No 0 and no 1, which codes do not have: eight digits are left, from 2 on.
      const code = `NVT${String(22_222 + Number((++invites).toString(8)))}`;
      const [row] = await db.execute<{ id: LearnerId }>(sql`
        with u as (insert into units (name, name_key, lineage, path) values (${unit}, ${unit}, ${`x${invites}/`}, ${unit})
            on conflict (coalesce(parent_id, 0), name_key) where ended_at is null do update set name = excluded.name returning id),
        p as (insert into people (full_name, name_key, created_at) values (${name}, ${fold(name)}, ${state.now}::timestamptz) returning id),
        o as (insert into posts (person_id, unit_id, role) select p.id, u.id, ${role} from p, u),
        e as (insert into enrolments (learner_id, cohort_id, invite_code, next_lesson_id) select id, ${cohort!.id}, ${code}, 'khoa-thu-1' from p)
        select id from p`);
      await db.execute(sql`update units set lineage = id || '/' where lineage <> id || '/'`);
      return { learner: row!.id, code };
    },
  };
  return world;
}
