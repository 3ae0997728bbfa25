/** Who there is, where in the tree, with which right, and where they are reached. */
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  time,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AttemptId, BotKey, ChatId, ExerciseId, LearnerId, UnitId } from "#domain/ids.ts";
import type { LocalTime } from "#domain/time.ts";
import { id, identity, instant } from "./columns.ts";

/** A unit of the tree: a delegation, a committee, a commune's council. Everything below it starts with its lineage. */
export const units = pgTable(
  "units",
  {
    id: identity<UnitId>().primaryKey(),
    parentId: id<UnitId>(),
    name: text().notNull(),
    /**
     * The name as `spellingKey` has it: case, width, blanks and the place of the tone make no difference, accents do.
     * Xã Tân and Xã Tấn are two units, and who sees the one must not see the other.
     */
    nameKey: text().notNull(),
    /** Ids from the root to this unit, each followed by a slash: "1/7/23/". */
    lineage: text().notNull(),
    /** Names from the root, joined by " / ". */
    path: text().notNull(),
    /**
     * From when it is no more: merged into the unit it lies below since. It holds nobody and is offered to nobody; what
     * happened in it stays there, and so is counted in what it became.
     */
    endedAt: instant(),
  },
  (t) => [
    foreignKey({ name: "units_parent", columns: [t.parentId], foreignColumns: [t.id] }),
    uniqueIndex("units_once_below_parent")
      .on(sql`coalesce(${t.parentId}, 0)`, t.nameKey)
      .where(sql`${t.endedAt} is null`),
    uniqueIndex("units_lineage").on(t.lineage.op("text_pattern_ops")),
  ],
);

/** A person who learns. Erased: the row stays as an anonymous count, everything personal in it is null. */
export const people = pgTable(
  "people",
  {
    id: identity<LearnerId>().primaryKey(),
    fullName: text(),
    email: text(),
    phone: text(),
    /** The organisation's own id for the person. */
    code: text(),
    /**
     * Full name folded, accents too: it narrows where a roster looks for someone without a code or an email, within a
     * unit. Whether it is them is decided by the name itself, where accents count and case does not.
     */
    nameKey: text(),
    /** Their own push time; null: the cohort's. */
    pushTime: time({ precision: 0 }).$type<LocalTime>(),
    /** Who supervises gets the digest until they say otherwise. */
    wantsDigest: boolean().notNull().default(true),
    /** When they agreed to the privacy notice; nothing is taught before. */
    agreedAt: instant(),
    lastActiveAt: instant(),
    /** The attempt last shown to them: a typed answer belongs to it. */
    currentAttemptId: id<AttemptId>(),
    /** The exercise whose question was shown after that; null: the attempt was shown last. */
    currentExerciseId: id<ExerciseId>(),
    erasedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("people_code").on(t.code).where(sql`${t.code} is not null`),
    /** Who learns at an hour of their own. */
    index("people_own_time").on(t.id).where(sql`${t.pushTime} is not null`),
    /** Who has not agreed to anything, by when they came. */
    index("people_unagreed").on(t.createdAt).where(sql`${t.agreedAt} is null and ${t.erasedAt} is null`),
    index("people_erased").on(t.erasedAt).where(sql`${t.erasedAt} is not null`),
    index("people_phone").on(t.phone).where(sql`${t.phone} is not null`),
    /** Who is called so: by the last word of the name. */
    index("people_given_name").on(sql`substring(${t.nameKey} from '[^ ]+$')`),
    uniqueIndex("people_email").on(sql`lower(${t.email})`).where(sql`${t.email} is not null`),
    check(
      "people_erased_is_empty",
      sql`${t.erasedAt} is null or (${t.fullName} is null and ${t.email} is null and ${t.phone} is null and ${t.code} is null and ${t.nameKey} is null)`,
    ),
  ],
);

/**
 * The posts people hold now, one or several each: where they are counted, and whether they may see the unit and what
 * lies below it. Whoever holds posts in several units is counted in each, and once in what lies above.
 */
export const posts = pgTable(
  "posts",
  {
    personId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    unitId: id<UnitId>()
      .notNull()
      .references(() => units.id),
    role: text({ enum: ["learner", "supervisor"] }).notNull(),
    title: text(),
    /** The one that stands for the person where there is room for one: a card, a board, a greeting. */
    main: boolean().notNull().default(true),
    /** Since when they hold it; -infinity: nobody knows, so always. What they did before was done elsewhere. */
    since: instant().notNull().default(sql`'-infinity'`),
  },
  (t) => [
    primaryKey({ name: "posts_pkey", columns: [t.personId, t.unitId] }),
    uniqueIndex("posts_one_main").on(t.personId).where(sql`${t.main}`),
    index("posts_unit").on(t.unitId),
    index("posts_supervisors").on(t.personId).where(sql`${t.role} = 'supervisor'`),
    check("posts_role", sql`${t.role} in ('learner', 'supervisor')`),
  ],
);

/** Posts people held before: what they did then stays with the unit they did it in. A right is never read from here. */
export const pastPosts = pgTable(
  "past_posts",
  {
    id: identity<number>().primaryKey(),
    personId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    unitId: id<UnitId>()
      .notNull()
      .references(() => units.id),
    since: instant().notNull(),
    /** Not included. */
    until: instant().notNull(),
  },
  (t) => [
    index("past_posts_person").on(t.personId),
    index("past_posts_unit").on(t.unitId),
    check("past_posts_forward", sql`${t.since} < ${t.until}`),
  ],
);

/** A chat with one of our bots. A stranger's has no learner yet. */
export const chats = pgTable(
  "chats",
  {
    id: identity<ChatId>().primaryKey(),
    bot: text().$type<BotKey>().notNull(),
    /** The platform's name of the chat. */
    address: text().notNull(),
    learnerId: id<LearnerId>().references(() => people.id),
    state: text({ enum: ["active", "blocked"] })
      .notNull()
      .default("active"),
    /** Lessons go to the chat used last. */
    lastUsedAt: instant().notNull(),
    /** What we are in the middle of asking: joining by a cohort's code, erasing. */
    dialog: jsonb().$type<Record<string, unknown>>(),
    wrongCodes: smallint().notNull().default(0),
    wrongCodesSince: instant(),
    /** When this chat last got a hint: on a counted platform at most one a minute. */
    hintedAt: instant(),
    /**
     * Where the platform tells us that somebody came in: `greeted`, and they have said nothing since; `talking`: they wrote,
     * and were answered. Null: whoever comes in is greeted.
     */
    door: text({ enum: ["greeted", "talking"] }),
    /** When this chat was last asked for a phone number. */
    phoneAskedAt: instant(),
  },
  (t) => [
    unique("chats_once").on(t.bot, t.address),
    index("chats_learner").on(t.learnerId),
    /** Nobody's: a stranger's, or what an erased person left. */
    index("chats_nobodys").on(t.id).where(sql`${t.learnerId} is null`),
    /** Where something is being asked or drafted, by what. */
    index("chats_dialog").on(sql`(${t.dialog} ->> 'kind')`).where(sql`${t.dialog} is not null`),
    check("chats_door", sql`${t.door} in ('greeted', 'talking')`),
    index("chats_wrong_codes").on(t.wrongCodesSince).where(sql`${t.wrongCodes} > 0`),
  ],
);

/** Chats that were an erased person's, by a digest, for a few days: what was written there before and comes late is dropped. */
export const erasedChats = pgTable("erased_chats", { digest: text().primaryKey(), erasedAt: instant().notNull() });

/** A one-time code that joins another chat to the learner. */
export const linkCodes = pgTable(
  "link_codes",
  {
    code: text().primaryKey(),
    learnerId: id<LearnerId>()
      .notNull()
      .references(() => people.id),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [index("link_codes_learner").on(t.learnerId)],
);
