/** What people without a code let us have at the door. */
import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import type { ChatId, InboxId, LearnerId } from "#domain/ids.ts";
import { id, identity, instant } from "./columns.ts";
import { chats, people } from "./people.ts";

/**
 * Somebody gave a phone number that the roster has of one person: who was told of it. The number itself is nowhere here.
 * It joins nobody to anything; a code does.
 */
export const phoneProposals = pgTable(
  "phone_proposals",
  {
    id: identity<number>().primaryKey(),
    /** Whose number it is on the roster. */
    personId: id<LearnerId>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }), // a roster that is undone takes along those it brought
    /** Where it was given; nobody's then. */
    chatId: id<ChatId>()
      .notNull()
      .references(() => chats.id),
    /** The update by which it was given: what was said of it to others are later parts of its reply. */
    inboxId: id<InboxId>().notNull(),
    /** `person`: themselves, in a chat of theirs; `supervisors`: those nearest above; `operator`: nobody could be told. */
    told: text({ enum: ["person", "supervisors", "operator"] }).notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index("phone_proposals_person").on(t.personId, t.at),
    index("phone_proposals_chat").on(t.chatId, t.at),
    check("phone_proposals_told", sql`${t.told} in ('person', 'supervisors', 'operator')`),
  ],
);
