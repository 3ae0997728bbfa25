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
