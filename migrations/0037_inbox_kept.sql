-- Whoever looked for the updates of one chat might go through this index, and so through everybody's.
DROP INDEX "inbox_kept";--> statement-breakpoint
CREATE INDEX "inbox_kept" ON "inbox" USING btree ("received_at") WHERE num_nonnulls("inbox"."payload", "inbox"."chat") > 0;