CREATE TABLE "announcements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "announcements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sender_id" bigint NOT NULL,
	"cohort_id" bigint,
	"unit_id" bigint,
	"text" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "announcements_one_scope" CHECK ("announcements"."cohort_id" is null or "announcements"."unit_id" is null),
	CONSTRAINT "announcements_short" CHECK (char_length("announcements"."text") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"learner_id" bigint NOT NULL,
	"day" date NOT NULL,
	"actions" jsonb NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digests_pkey" PRIMARY KEY("learner_id","day")
);
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_kind";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "wants_digest" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_sender_id_people_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_sender" ON "announcements" USING btree ("sender_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_digest_once" ON "deliveries" USING btree ("learner_id","study_day") WHERE "deliveries"."kind" = 'digest';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_announcement_once" ON "deliveries" USING btree ("learner_id","ordinal") WHERE "deliveries"."kind" = 'announcement';--> statement-breakpoint
CREATE INDEX "deliveries_announcement" ON "deliveries" USING btree ("ordinal") WHERE "deliveries"."kind" = 'announcement';--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_kind" CHECK ("deliveries"."kind" in ('lesson', 'reminder', 'nudge', 'reoffer', 'correction', 'digest', 'announcement', 'reply'));