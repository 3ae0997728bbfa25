-- only adds
-- Ways to the few rows that ticks and senders look for among all: what expires, what is nobody's, who learns at an hour of their own, whose turn it is.
CREATE INDEX "deliveries_expiring" ON "deliveries" USING btree ("expires_at") WHERE "deliveries"."state" = 'planned';--> statement-breakpoint
CREATE INDEX "deliveries_unknown" ON "deliveries" USING btree ("id") WHERE "deliveries"."unknowns" > 0;--> statement-breakpoint
CREATE INDEX "deliveries_answers" ON "deliveries" USING btree ("bot","turn","due_at","id") WHERE "deliveries"."lane" = 0 and "deliveries"."state" = 'planned';--> statement-breakpoint
CREATE INDEX "deliveries_answers_owed" ON "deliveries" USING btree ("chat_id","turn") WHERE "deliveries"."lane" = 0 and "deliveries"."state" in ('planned', 'queued');--> statement-breakpoint
CREATE INDEX "chats_nobodys" ON "chats" USING btree ("id") WHERE "chats"."learner_id" is null;--> statement-breakpoint
CREATE INDEX "chats_dialog" ON "chats" USING btree (("dialog" ->> 'kind')) WHERE "chats"."dialog" is not null;--> statement-breakpoint
CREATE INDEX "people_own_time" ON "people" USING btree ("id") WHERE "people"."push_time" is not null;--> statement-breakpoint
CREATE INDEX "people_unagreed" ON "people" USING btree ("created_at") WHERE "people"."agreed_at" is null and "people"."erased_at" is null;--> statement-breakpoint
CREATE INDEX "people_erased" ON "people" USING btree ("erased_at") WHERE "people"."erased_at" is not null;--> statement-breakpoint
CREATE INDEX "posts_supervisors" ON "posts" USING btree ("person_id") WHERE "posts"."role" = 'supervisor';