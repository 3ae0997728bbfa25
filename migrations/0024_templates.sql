CREATE TABLE "oa_templates" (
	"bot" text PRIMARY KEY NOT NULL,
	"template_id" text,
	"name" text,
	"status" text,
	"price_vnd" integer,
	"params" jsonb,
	"usable" boolean DEFAULT false NOT NULL,
	"read_at" timestamp with time zone,
	"held_until" timestamp with time zone,
	"held_reason" text,
	"notice" text,
	"notice_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "announcement_misses" DROP CONSTRAINT "announcement_misses_reason";--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "allowance_left" integer;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "allowance_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "allowance_taken" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "charges" ADD COLUMN "allowed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_template" ON "deliveries" USING btree ("chat_id","created_at") WHERE "deliveries"."kind" = 'reminder' and "deliveries"."ordinal" = 168;--> statement-breakpoint
ALTER TABLE "announcement_misses" ADD CONSTRAINT "announcement_misses_reason" CHECK ("announcement_misses"."reason" in ('not_joined', 'no_chat', 'window'));