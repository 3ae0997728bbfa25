CREATE TABLE "picture_uploads" (
	"bot" text NOT NULL,
	"hash" text NOT NULL,
	"platform_id" text NOT NULL,
	CONSTRAINT "picture_uploads_pkey" PRIMARY KEY("bot","hash")
);
--> statement-breakpoint
CREATE TABLE "pictures" (
	"hash" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"png" "bytea" NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pictures_name" UNIQUE("name"),
	CONSTRAINT "pictures_small" CHECK (octet_length("pictures"."png") <= 1000000)
);
--> statement-breakpoint
ALTER TABLE "picture_uploads" ADD CONSTRAINT "picture_uploads_hash_pictures_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."pictures"("hash") ON DELETE no action ON UPDATE no action;