CREATE TABLE "phone_proposals" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "phone_proposals_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"inbox_id" bigint NOT NULL,
	"told" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "phone_proposals_told" CHECK ("phone_proposals"."told" in ('person', 'supervisors', 'operator'))
);
--> statement-breakpoint
ALTER TABLE "private_files" DROP CONSTRAINT "private_files_kind";--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "door" text;--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "phone_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "phone_proposals" ADD CONSTRAINT "phone_proposals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_proposals" ADD CONSTRAINT "phone_proposals_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "phone_proposals_person" ON "phone_proposals" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "phone_proposals_chat" ON "phone_proposals" USING btree ("chat_id","at");--> statement-breakpoint
CREATE INDEX "people_phone" ON "people" USING btree ("phone") WHERE "people"."phone" is not null;--> statement-breakpoint
ALTER TABLE "private_files" ADD CONSTRAINT "private_files_kind" CHECK ("private_files"."kind" in ('png', 'xlsx', 'csv'));--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_door" CHECK ("chats"."door" in ('greeted', 'talking'));