CREATE TABLE "earnings" (
	"learner_id" bigint NOT NULL,
	"day" date NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "earnings_pkey" PRIMARY KEY("learner_id","day")
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"learner_id" bigint NOT NULL,
	"cohort_id" bigint NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"right" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "standings_pkey" PRIMARY KEY("learner_id","cohort_id")
);
--> statement-breakpoint
CREATE TABLE "study_days" (
	"learner_id" bigint NOT NULL,
	"cohort_id" bigint NOT NULL,
	"day" date NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"right" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "study_days_pkey" PRIMARY KEY("learner_id","cohort_id","day")
);
--> statement-breakpoint
ALTER TABLE "earnings" ADD CONSTRAINT "earnings_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_days" ADD CONSTRAINT "study_days_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_days" ADD CONSTRAINT "study_days_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "earnings_day" ON "earnings" USING btree ("day");--> statement-breakpoint
CREATE INDEX "study_days_day" ON "study_days" USING btree ("cohort_id","day");