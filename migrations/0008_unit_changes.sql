CREATE TABLE "unit_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "unit_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"former_name" text,
	"former_parent_id" bigint,
	"into_id" bigint,
	CONSTRAINT "unit_changes_kind" CHECK ("unit_changes"."kind" in ('rename', 'move', 'merge', 'split')),
	CONSTRAINT "unit_changes_into_of" CHECK (("unit_changes"."into_id" is not null) = ("unit_changes"."kind" in ('merge', 'split')))
);
--> statement-breakpoint
ALTER TABLE "unit_changes" ADD CONSTRAINT "unit_changes_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_changes" ADD CONSTRAINT "unit_changes_former_parent_id_units_id_fk" FOREIGN KEY ("former_parent_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_changes" ADD CONSTRAINT "unit_changes_into_id_units_id_fk" FOREIGN KEY ("into_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "unit_changes_unit" ON "unit_changes" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "unit_changes_into" ON "unit_changes" USING btree ("into_id");