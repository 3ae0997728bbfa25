CREATE TABLE "audit_head" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_head_only" CHECK ("audit_head"."only"),
	CONSTRAINT "audit_head_forward" CHECK ("audit_head"."seq" >= 0)
);
--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "id" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" "bytea";--> statement-breakpoint
-- The bytes of a row that are hashed: number, microseconds since 1970, then each text behind its length in bytes, a null as "-".
CREATE FUNCTION "audit_field"("content" text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
	AS $$ SELECT coalesce(octet_length(convert_to($1, 'UTF8')) || ':' || $1, '-') || ',' $$;--> statement-breakpoint
CREATE FUNCTION "audit_row"("id" bigint, "at" timestamptz, "actor" text, "deed" text, "subject" text, "detail" jsonb)
	RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
	SELECT convert_to($1 || ',' || (extract(epoch FROM $2) * 1000000)::bigint || ',' || public.audit_field($3)
		|| public.audit_field($4) || public.audit_field($5) || public.audit_field($6::text), 'UTF8') $$;--> statement-breakpoint
-- Deeds from before the chain are numbered anew, in their order, and become its beginning.
DO $$
DECLARE
	"r" public.audit;
	"seq" bigint := 0;
	"last" bytea := '';
BEGIN
	FOR "r" IN SELECT * FROM public.audit ORDER BY id LOOP
		"seq" := "seq" + 1;
		"last" := sha256("last" || public.audit_row("seq", "r"."at", "r"."actor", "r"."deed", "r"."subject", "r"."detail"));
		UPDATE public.audit SET id = "seq", hash = "last" WHERE id = "r"."id";
	END LOOP;
	INSERT INTO public.audit_head (seq, hash) VALUES ("seq", "last");
END $$;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "hash" SET NOT NULL;--> statement-breakpoint
-- One statement takes the head, moves it and gives the row its number: whoever comes meanwhile waits, and a rollback gives both back.
CREATE FUNCTION "audit_append"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	UPDATE public.audit_head
		SET seq = seq + 1, hash = sha256(hash || public.audit_row(seq + 1, NEW.at, NEW.actor, NEW.deed, NEW.subject, NEW.detail))
		RETURNING seq, hash INTO STRICT NEW.id, NEW.hash;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE FUNCTION "audit_refuse"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'the audit is only added to: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_appended" BEFORE INSERT ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_append"();--> statement-breakpoint
CREATE TRIGGER "audit_unchanged" BEFORE UPDATE OR DELETE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE TRIGGER "audit_untruncated" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE TRIGGER "audit_head_kept" BEFORE INSERT OR DELETE OR TRUNCATE ON "audit_head" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
-- The head moves from within the trigger above and from nowhere else.
CREATE TRIGGER "audit_head_moved" BEFORE UPDATE ON "audit_head" FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor","id");