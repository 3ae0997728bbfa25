/** What the units were before: people go on calling them by the names they had. */
import { sql } from "drizzle-orm";
import { check, index, pgTable, text } from "drizzle-orm/pg-core";
import type { UnitId } from "#domain/ids.ts";
import { id, identity, instant } from "./columns.ts";
import { units } from "./people.ts";

/** One change of one unit: another name, another place, its end in another unit, or a part of it that became one. */
export const unitChanges = pgTable(
  "unit_changes",
  {
    id: identity<number>().primaryKey(),
    unitId: id<UnitId>()
      .notNull()
      .references(() => units.id),
    kind: text({ enum: ["rename", "move", "merge", "split"] }).notNull(),
    /** From when on it holds: the beginning of a day. */
    at: instant().notNull(),
    /** The name until then, of one that was renamed or merged. */
    formerName: text(),
    /** What it lay below until then, of one that was moved or merged; null: it was at the top. */
    formerParentId: id<UnitId>().references(() => units.id),
    /** What it was merged into; the new unit that a part of it became. */
    intoId: id<UnitId>().references(() => units.id),
  },
  (t) => [
    index("unit_changes_unit").on(t.unitId),
    index("unit_changes_into").on(t.intoId),
    check("unit_changes_kind", sql`${t.kind} in ('rename', 'move', 'merge', 'split')`),
    check("unit_changes_into_of", sql`(${t.intoId} is not null) = (${t.kind} in ('merge', 'split'))`),
  ],
);
