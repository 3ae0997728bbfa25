/** Who there is, where in the tree, with which right, and where they are reached. */
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
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
  },
  (t) => [
    foreignKey({ name: "units_parent", columns: [t.parentId], foreignColumns: [t.id] }),
    unique("units_once_below_parent").on(t.parentId, t.nameKey).nullsNotDistinct(),
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
    uniqueIndex("people_email").on(sql`lower(${t.email})`).where(sql`${t.email} is not null`),
    check(
      "people_erased_is_empty",
      sql`${t.erasedAt} is null or (${t.fullName} is null and ${t.email} is null and ${t.phone} is null and ${t.code} is null and ${t.nameKey} is null)`,
    ),
  ],
);

/** The post a person holds: where they are counted, and whether they may see the unit and what lies below it. */
export const posts = pgTable(
  "posts",
  {
    personId: id<LearnerId>()
      .primaryKey()
      .references(() => people.id),
    unitId: id<UnitId>()
      .notNull()
      .references(() => units.id),
    role: text({ enum: ["learner", "supervisor"] }).notNull(),
    title: text(),
  },
  (t) => [index("posts_unit").on(t.unitId), check("posts_role", sql`${t.role} in ('learner', 'supervisor')`)],
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
  },
  (t) => [unique("chats_once").on(t.bot, t.address), index("chats_learner").on(t.learnerId)],
);

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
