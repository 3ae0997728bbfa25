CREATE TABLE "erased_chats" (
	"digest" text PRIMARY KEY NOT NULL,
	"erased_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "inbox_kept" ON "inbox" USING btree ("received_at") WHERE "inbox"."payload" is not null or "inbox"."chat" is not null;--> statement-breakpoint
CREATE INDEX "chats_wrong_codes" ON "chats" USING btree ("wrong_codes_since") WHERE "chats"."wrong_codes" > 0;