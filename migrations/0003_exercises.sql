CREATE TABLE "confidence_ratings" (
	"learner_id" bigint NOT NULL,
	"course_id" text NOT NULL,
	"module_id" text NOT NULL,
	"moment" text NOT NULL,
	"rating" smallint NOT NULL,
	"rated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "confidence_ratings_pkey" PRIMARY KEY("learner_id","course_id","module_id","moment"),
	CONSTRAINT "confidence_ratings_moment" CHECK ("confidence_ratings"."moment" in ('before', 'after')),
	CONSTRAINT "confidence_ratings_range" CHECK ("confidence_ratings"."rating" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "exercise_answers" (
	"exercise_id" bigint NOT NULL,
	"item" smallint NOT NULL,
	"chosen" jsonb,
	"right" boolean NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exercise_answers_pkey" PRIMARY KEY("exercise_id","item")
);
--> statement-breakpoint
CREATE TABLE "exercises" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exercises_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"learner_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"course_id" text NOT NULL,
	"items" jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "exercises_kind" CHECK ("exercises"."kind" in ('placement', 'practice'))
);
--> statement-breakpoint
CREATE TABLE "skips" (
	"learner_id" bigint NOT NULL,
	"lesson_id" text NOT NULL,
	"exercise_id" bigint NOT NULL,
	"skipped_at" timestamp with time zone NOT NULL,
	"skipped_day" date NOT NULL,
	CONSTRAINT "skips_pkey" PRIMARY KEY("learner_id","lesson_id")
);
--> statement-breakpoint
ALTER TABLE "course_versions" ADD COLUMN "modules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "course_versions" ADD COLUMN "levels" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "course_versions" ADD COLUMN "mandatory" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "course_versions" ADD COLUMN "placement" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "course_versions" ADD COLUMN "confidence" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "current_exercise_id" bigint;--> statement-breakpoint
ALTER TABLE "confidence_ratings" ADD CONSTRAINT "confidence_ratings_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exercise_answers" ADD CONSTRAINT "exercise_answers_exercise_id_exercises_id_fk" FOREIGN KEY ("exercise_id") REFERENCES "public"."exercises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exercises" ADD CONSTRAINT "exercises_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skips" ADD CONSTRAINT "skips_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skips" ADD CONSTRAINT "skips_exercise_id_exercises_id_fk" FOREIGN KEY ("exercise_id") REFERENCES "public"."exercises"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "exercises_one_placement" ON "exercises" USING btree ("learner_id","course_id") WHERE "exercises"."kind" = 'placement';--> statement-breakpoint
CREATE INDEX "exercises_learner" ON "exercises" USING btree ("learner_id");