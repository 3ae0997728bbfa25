CREATE TABLE "lifetimes" (
	"learner_id" bigint PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"kept_from" date,
	"kept" bit varying
);
--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "learnt_from" date;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "learnt" bit varying;--> statement-breakpoint
ALTER TABLE "lifetimes" ADD CONSTRAINT "lifetimes_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "study_days_several" ON "study_days" USING btree ("day") WHERE "study_days"."completed" > 1;