CREATE TABLE "roster_changes" (
	"import_id" bigint NOT NULL,
	"learner_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"before" jsonb,
	"after" text,
	"withdrawn" bigint[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "roster_changes_pkey" PRIMARY KEY("import_id","learner_id"),
	CONSTRAINT "roster_changes_kind" CHECK ("roster_changes"."kind" in ('created', 'changed'))
);
--> statement-breakpoint
CREATE TABLE "roster_imports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "roster_imports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cohort_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"units" bigint[] NOT NULL,
	CONSTRAINT "roster_imports_last" UNIQUE("cohort_id")
);
--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "taken_out" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "roster_changes" ADD CONSTRAINT "roster_changes_import_id_roster_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."roster_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_changes" ADD CONSTRAINT "roster_changes_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_imports" ADD CONSTRAINT "roster_imports_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "roster_changes_learner" ON "roster_changes" USING btree ("learner_id");