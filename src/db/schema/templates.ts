/** What an Official Account's platform tells of it: the approved text that operators chose, and what it gave notice of. */
import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { BotKey } from "#domain/ids.ts";
import type { TemplateParam } from "#domain/zalo-template.ts";
import { instant } from "./columns.ts";

/** One row for each account; what was read belongs to `template_id`. */
export const oaTemplates = pgTable("oa_templates", {
  bot: text().$type<BotKey>().primaryKey(),
  /** The approved text of the configuration; null: none is ever sent. */
  templateId: text(),
  name: text(),
  status: text(),
  /** VND of one, VAT included; null: not told. */
  priceVnd: integer(),
  params: jsonb().$type<readonly TemplateParam[]>(),
  /** It is approved, has a price, and asks for nothing that we have not. */
  usable: boolean().notNull().default(false),
  /** When the platform was last asked, and answered; null: not yet. */
  readAt: instant(),
  /** Until when the platform takes none, and why. */
  heldUntil: instant(),
  heldReason: text(),
  /** What the platform gave notice of last, and when. */
  notice: text(),
  noticeAt: instant(),
});
