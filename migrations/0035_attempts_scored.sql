-- No query looks for a cohort's completed lessons any more; who needs help reads the last five of each person.
DROP INDEX "attempts_completed";--> statement-breakpoint
CREATE INDEX "attempts_scored" ON "attempts" USING btree ("learner_id","completed_at") WHERE "attempts"."score" is not null;