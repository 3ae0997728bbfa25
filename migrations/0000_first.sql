CREATE TABLE "answers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "answers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"attempt_id" bigint NOT NULL,
	"question" smallint NOT NULL,
	"comeback" boolean NOT NULL,
	"chosen" jsonb,
	"right" boolean NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"inbox_id" bigint,
	CONSTRAINT "answers_once" UNIQUE("attempt_id","question","comeback")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"learner_id" bigint NOT NULL,
	"lesson_id" text NOT NULL,
	"lesson_version_id" bigint NOT NULL,
	"cohort_id" bigint NOT NULL,
	"questions" smallint NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	"completed_day" date,
	"score" real,
	"passed" boolean,
	CONSTRAINT "attempts_once" UNIQUE("learner_id","lesson_id")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"deed" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "chats_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bot" text NOT NULL,
	"address" text NOT NULL,
	"learner_id" bigint,
	"state" text DEFAULT 'active' NOT NULL,
	"last_used_at" timestamp with time zone NOT NULL,
	"dialog" jsonb,
	"wrong_codes" smallint DEFAULT 0 NOT NULL,
	"wrong_codes_since" timestamp with time zone,
	"hinted_at" timestamp with time zone,
	CONSTRAINT "chats_once" UNIQUE("bot","address")
);
--> statement-breakpoint
CREATE TABLE "clock" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"ahead_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "clock_only" CHECK ("clock"."only"),
	CONSTRAINT "clock_forward" CHECK ("clock"."ahead_ms" >= 0)
);
--> statement-breakpoint
CREATE TABLE "cohorts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cohorts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"course_id" text NOT NULL,
	"start_day" date NOT NULL,
	"push_time" time(0) NOT NULL,
	"remind_times" text[] NOT NULL,
	"weekdays" smallint[] NOT NULL,
	"zone" text NOT NULL,
	"questions_per_lesson" smallint NOT NULL,
	"join_code" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cohorts_join_code" UNIQUE("join_code"),
	CONSTRAINT "cohorts_two_reminders" CHECK (cardinality("cohorts"."remind_times") <= 2),
	CONSTRAINT "cohorts_some_weekday" CHECK (cardinality("cohorts"."weekdays") between 1 and 7)
);
--> statement-breakpoint
CREATE TABLE "course_lessons" (
	"course_version_id" bigint NOT NULL,
	"position" smallint NOT NULL,
	"module_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"lesson_version_id" bigint NOT NULL,
	CONSTRAINT "course_lessons_pkey" PRIMARY KEY("course_version_id","position"),
	CONSTRAINT "course_lessons_once" UNIQUE("course_version_id","lesson_id")
);
--> statement-breakpoint
CREATE TABLE "course_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "course_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"course_id" text NOT NULL,
	"hash" text NOT NULL,
	"title" text NOT NULL,
	"pass_mark" real NOT NULL,
	"questions_per_lesson" smallint NOT NULL,
	"points" jsonb NOT NULL,
	"current" boolean DEFAULT true NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "course_versions_once" UNIQUE("course_id","hash")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"lane" smallint NOT NULL,
	"bot" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"learner_id" bigint,
	"cohort_id" bigint,
	"study_day" date,
	"lesson_version_id" bigint,
	"attempt_id" bigint,
	"ordinal" bigint DEFAULT 0 NOT NULL,
	"inbox_id" bigint,
	"body" jsonb,
	"state" text DEFAULT 'planned' NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"process_id" bigint,
	"sends" smallint DEFAULT 0 NOT NULL,
	"unknowns" smallint DEFAULT 0 NOT NULL,
	"platform_id" text,
	"reason" text,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deliveries_never_a_third_time" CHECK ("deliveries"."unknowns" <= 2),
	CONSTRAINT "deliveries_kind" CHECK ("deliveries"."kind" in ('lesson', 'reminder', 'nudge', 'reoffer', 'reply')),
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('planned', 'queued', 'sending', 'sent', 'unknown', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "enrolments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"learner_id" bigint NOT NULL,
	"cohort_id" bigint NOT NULL,
	"invite_code" text,
	"invite_spent_at" timestamp with time zone,
	"joined_day" date,
	"next_lesson_id" text,
	"left_at" timestamp with time zone,
	CONSTRAINT "enrolments_once" UNIQUE("learner_id","cohort_id"),
	CONSTRAINT "enrolments_invite_code" UNIQUE("invite_code")
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"day" date PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"bot" text NOT NULL,
	"update_key" text NOT NULL,
	"chat" text,
	"payload" jsonb,
	"received_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"error" text,
	"handled_at" timestamp with time zone,
	CONSTRAINT "inbox_once" UNIQUE("bot","update_key")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"bot" text PRIMARY KEY NOT NULL,
	"paused_until" timestamp with time zone,
	"strikes" smallint DEFAULT 0 NOT NULL,
	"shut" text,
	"month" text,
	"month_sent" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lesson_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lesson_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"course_id" text NOT NULL,
	"lesson_id" text NOT NULL,
	"hash" text NOT NULL,
	"title" text NOT NULL,
	"content" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lesson_versions_once" UNIQUE("course_id","lesson_id","hash")
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"learner_id" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"what" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"reoffered_at" timestamp with time zone,
	CONSTRAINT "outages_once" UNIQUE("what","from_at"),
	CONSTRAINT "outages_forward" CHECK ("outages"."from_at" < "outages"."to_at")
);
--> statement-breakpoint
CREATE TABLE "pauses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pauses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"learner_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	CONSTRAINT "pauses_forward" CHECK ("pauses"."from_day" <= "pauses"."to_day")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "people_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"full_name" text,
	"email" text,
	"phone" text,
	"code" text,
	"name_key" text,
	"push_time" time(0),
	"agreed_at" timestamp with time zone,
	"last_active_at" timestamp with time zone,
	"current_attempt_id" bigint,
	"erased_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "people_erased_is_empty" CHECK ("people"."erased_at" is null or ("people"."full_name" is null and "people"."email" is null and "people"."phone" is null and "people"."code" is null and "people"."name_key" is null))
);
--> statement-breakpoint
CREATE TABLE "points_ledger" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "points_ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"learner_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"deed" text NOT NULL,
	"points" smallint NOT NULL,
	"earned_on" date NOT NULL,
	"earned_at" timestamp with time zone NOT NULL,
	CONSTRAINT "points_once" UNIQUE("learner_id","reason","deed")
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"unit_id" bigint NOT NULL,
	"role" text NOT NULL,
	"title" text,
	CONSTRAINT "posts_role" CHECK ("posts"."role" in ('learner', 'supervisor'))
);
--> statement-breakpoint
CREATE TABLE "processes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "processes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"roles" text NOT NULL,
	"host" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pulses" (
	"what" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "streak_days" (
	"learner_id" bigint NOT NULL,
	"day" date NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "streak_days_pkey" PRIMARY KEY("learner_id","day")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "units_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"parent_id" bigint,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"lineage" text NOT NULL,
	"path" text NOT NULL,
	CONSTRAINT "units_once_below_parent" UNIQUE NULLS NOT DISTINCT("parent_id","name_key")
);
--> statement-breakpoint
CREATE TABLE "webchat_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webchat_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"chat" text NOT NULL,
	"from_bot" boolean NOT NULL,
	"view" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_lesson_version_id_lesson_versions_id_fk" FOREIGN KEY ("lesson_version_id") REFERENCES "public"."lesson_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_lessons" ADD CONSTRAINT "course_lessons_course_version_id_course_versions_id_fk" FOREIGN KEY ("course_version_id") REFERENCES "public"."course_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_lessons" ADD CONSTRAINT "course_lessons_lesson_version_id_lesson_versions_id_fk" FOREIGN KEY ("lesson_version_id") REFERENCES "public"."lesson_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_lesson_version_id_lesson_versions_id_fk" FOREIGN KEY ("lesson_version_id") REFERENCES "public"."lesson_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "points_ledger" ADD CONSTRAINT "points_ledger_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streak_days" ADD CONSTRAINT "streak_days_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_parent" FOREIGN KEY ("parent_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_completed" ON "attempts" USING btree ("cohort_id","completed_day");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "chats_learner" ON "chats" USING btree ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "course_versions_one_current" ON "course_versions" USING btree ("course_id") WHERE "course_versions"."current";--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_one_lesson_a_day" ON "deliveries" USING btree ("learner_id","study_day") WHERE "deliveries"."kind" = 'lesson';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_reminder_once" ON "deliveries" USING btree ("learner_id","study_day","ordinal") WHERE "deliveries"."kind" = 'reminder';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_nudge_once" ON "deliveries" USING btree ("learner_id","study_day") WHERE "deliveries"."kind" = 'nudge';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_reoffer_once" ON "deliveries" USING btree ("learner_id","ordinal") WHERE "deliveries"."kind" = 'reoffer';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_reply_once" ON "deliveries" USING btree ("inbox_id","ordinal") WHERE "deliveries"."kind" = 'reply';--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("bot","lane","due_at","id") WHERE "deliveries"."state" = 'planned';--> statement-breakpoint
CREATE INDEX "deliveries_in_hand" ON "deliveries" USING btree ("process_id") WHERE "deliveries"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_chat" ON "deliveries" USING btree ("chat_id");--> statement-breakpoint
CREATE INDEX "enrolments_cohort" ON "enrolments" USING btree ("cohort_id");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("bot","chat","id") WHERE "inbox"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "inbox_chat" ON "inbox" USING btree ("bot","chat");--> statement-breakpoint
CREATE INDEX "link_codes_learner" ON "link_codes" USING btree ("learner_id");--> statement-breakpoint
CREATE INDEX "pauses_learner" ON "pauses" USING btree ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_code" ON "people" USING btree ("code") WHERE "people"."code" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree (lower("email")) WHERE "people"."email" is not null;--> statement-breakpoint
CREATE INDEX "posts_unit" ON "posts" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "streak_days_day" ON "streak_days" USING btree ("day");--> statement-breakpoint
CREATE UNIQUE INDEX "units_lineage" ON "units" USING btree ("lineage" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "webchat_messages_chat" ON "webchat_messages" USING btree ("chat","id");