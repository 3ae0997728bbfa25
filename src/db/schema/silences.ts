/** Where a platform counts a person's silence and takes money for breaking it: how long they are silent, what was paid. */

import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import type { BotKey, ChatId, DeliveryId } from "#domain/ids.ts";
import type { Charge } from "#domain/outcome.ts";
import { id, instant } from "./columns.ts";
import { deliveries } from "./messages.ts";
import { chats } from "./people.ts";

/** The silence of each chat that turned to us: the first instant only goes forward, and ends the others with it. */
export const silences = pgTable(
  "silences",
  {
    chatId: id<ChatId>()
      .primaryKey()
      .references(() => chats.id),
    lastInteraction: instant().notNull(),
    /** In this silence: when one tap was asked for, when they were told that the lessons pause, when the platform refused. */
    nudgedAt: instant(),
    pausedAt: instant(),
    refusedAt: instant(),
  },
  (t) => [index("silences_last").on(t.lastInteraction)],
);

/** What each try cost on such a platform. One whose end is not known counts as what was held back for it. */
export const charges = pgTable(
  "charges",
  {
    deliveryId: id<DeliveryId>()
      .notNull()
      .references(() => deliveries.id),
    /** The number of the try. */
    try: smallint().notNull(),
    bot: text().$type<BotKey>().notNull(),
    /** The month it is billed in, "2026-11". */
    month: text().notNull(),
    /** Who paid; null: not known, it is under way or its end was not learnt. */
    charge: text().$type<Charge>(),
    vnd: integer().notNull(),
    /** It left because the package's allowance had a message left: nothing was held back for it. */
    allowed: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ name: "charges_pkey", columns: [t.deliveryId, t.try] }),
    index("charges_month").on(t.bot, t.month),
    check("charges_charge", sql`${t.charge} in ('free', 'allowance', 'wallet')`),
    check("charges_vnd", sql`${t.vnd} >= 0`),
  ],
);
