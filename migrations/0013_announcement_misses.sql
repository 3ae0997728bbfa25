CREATE TABLE "announcement_misses" (
	"announcement_id" bigint NOT NULL,
	"learner_id" bigint NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "announcement_misses_pkey" PRIMARY KEY("announcement_id","learner_id"),
	CONSTRAINT "announcement_misses_reason" CHECK ("announcement_misses"."reason" in ('not_joined', 'no_chat'))
);
--> statement-breakpoint
ALTER TABLE "announcement_misses" ADD CONSTRAINT "announcement_misses_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_misses" ADD CONSTRAINT "announcement_misses_learner_id_people_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;