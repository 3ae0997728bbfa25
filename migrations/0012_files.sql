CREATE TABLE "exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"viewer_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"inbox_id" bigint NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" bigint,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" smallint DEFAULT 0 NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "exports_state" CHECK ("exports"."state" in ('waiting', 'done', 'failed')),
	CONSTRAINT "exports_scope" CHECK (("exports"."scope_kind" = 'own') = ("exports"."scope_id" is null))
);
--> statement-breakpoint
CREATE TABLE "private_files" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "private_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"viewer_id" bigint NOT NULL,
	"units" jsonb NOT NULL,
	"bytes" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "private_files_name" UNIQUE("name"),
	CONSTRAINT "private_files_kind" CHECK ("private_files"."kind" in ('png', 'xlsx')),
	CONSTRAINT "private_files_of_units" CHECK (jsonb_array_length("private_files"."units") > 0)
);
--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_viewer_id_people_id_fk" FOREIGN KEY ("viewer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_files" ADD CONSTRAINT "private_files_viewer_id_people_id_fk" FOREIGN KEY ("viewer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "exports_one_at_a_time" ON "exports" USING btree ("viewer_id") WHERE "exports"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "exports_waiting" ON "exports" USING btree ("id") WHERE "exports"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "private_files_expired" ON "private_files" USING btree ("expires_at");