CREATE TABLE "past_posts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "past_posts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "past_posts_forward" CHECK ("past_posts"."since" < "past_posts"."until")
);
--> statement-breakpoint
ALTER TABLE "units" DROP CONSTRAINT "units_once_below_parent";--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_pkey";--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_pkey" PRIMARY KEY("person_id","unit_id");--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "main" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "since" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "units" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "past_posts" ADD CONSTRAINT "past_posts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "past_posts" ADD CONSTRAINT "past_posts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "past_posts_person" ON "past_posts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "past_posts_unit" ON "past_posts" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "posts_one_main" ON "posts" USING btree ("person_id") WHERE "posts"."main";--> statement-breakpoint
CREATE UNIQUE INDEX "units_once_below_parent" ON "units" USING btree (coalesce("parent_id", 0),"name_key") WHERE "units"."ended_at" is null;