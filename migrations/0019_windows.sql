CREATE TABLE "charges" (
	"delivery_id" bigint NOT NULL,
	"try" smallint NOT NULL,
	"bot" text NOT NULL,
	"month" text NOT NULL,
	"charge" text,
	"vnd" integer NOT NULL,
	CONSTRAINT "charges_pkey" PRIMARY KEY("delivery_id","try"),
	CONSTRAINT "charges_charge" CHECK ("charges"."charge" in ('free', 'allowance', 'wallet')),
	CONSTRAINT "charges_vnd" CHECK ("charges"."vnd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "silences" (
	"chat_id" bigint PRIMARY KEY NOT NULL,
	"last_interaction" timestamp with time zone NOT NULL,
	"nudged_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"refused_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "budget_vnd" integer;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "spent_month" text;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "spent_vnd" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "charges" ADD CONSTRAINT "charges_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "silences" ADD CONSTRAINT "silences_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "charges_month" ON "charges" USING btree ("bot","month");--> statement-breakpoint
CREATE INDEX "silences_last" ON "silences" USING btree ("last_interaction");