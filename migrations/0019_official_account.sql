CREATE TABLE "oa_grants" (
	"app_id" text PRIMARY KEY NOT NULL,
	"oa_id" text,
	"oa_name" text,
	"oa_type" smallint,
	"package_name" text,
	"access_sealed" "bytea" NOT NULL,
	"refresh_sealed" "bytea" NOT NULL,
	"access_expires_at" timestamp with time zone NOT NULL,
	"refresh_issued_at" timestamp with time zone NOT NULL,
	"refresh_started_at" timestamp with time zone,
	"generation" integer NOT NULL,
	"state" text DEFAULT 'live' NOT NULL,
	"refused" text,
	CONSTRAINT "oa_grants_state" CHECK ("oa_grants"."state" in ('live', 'needs_reauthorisation')),
	CONSTRAINT "oa_grants_forward" CHECK ("oa_grants"."generation" > 0)
);
--> statement-breakpoint
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
ALTER TABLE "lanes" ADD COLUMN "endpoint" text;--> statement-breakpoint
ALTER TABLE "charges" ADD CONSTRAINT "charges_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "silences" ADD CONSTRAINT "silences_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "charges_month" ON "charges" USING btree ("bot","month");--> statement-breakpoint
CREATE INDEX "silences_last" ON "silences" USING btree ("last_interaction");