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
CREATE FUNCTION "audit_field"("content" text) RETURNS text LANGUAGE sql IMMUTABLE
	AS $$ SELECT coalesce(octet_length(convert_to($1, 'UTF8'))::text || ':' || $1, '-') || ',' $$;--> statement-breakpoint
CREATE FUNCTION "audit_row"("id" bigint, "at" timestamptz, "actor" text, "deed" text, "subject" text, "detail" jsonb)
	RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
	SELECT convert_to($1::text || ',' || (extract(epoch FROM $2) * 1000000)::bigint::text || ',' || public.audit_field($3)
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
-- Whoever adds a row holds the head until the transaction ends: others wait, and a rollback gives number and hash back.
-- The rows of one statement follow each other, and the head follows the last of them: moving it for each would take a
-- large statement's time squared.
CREATE FUNCTION "audit_append"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	"head" public.audit_head;
	"last" record;
BEGIN
	SELECT * INTO STRICT "head" FROM public.audit_head FOR UPDATE;
	SELECT id, hash INTO "last" FROM public.audit ORDER BY id DESC LIMIT 1;
	IF "last".id > "head".seq THEN
		"head".seq := "last".id;
		"head".hash := "last".hash;
	END IF;
	NEW.id := "head".seq + 1;
	NEW.hash := sha256("head".hash || public.audit_row(NEW.id, NEW.at, NEW.actor, NEW.deed, NEW.subject, NEW.detail));
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE FUNCTION "audit_move_head"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	UPDATE public.audit_head h SET seq = l.id, hash = l.hash
		FROM (SELECT id, hash FROM public.audit ORDER BY id DESC LIMIT 1) l WHERE l.id > h.seq;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION "audit_refuse"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'the audit is only added to: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_appended" BEFORE INSERT ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_append"();--> statement-breakpoint
CREATE TRIGGER "audit_followed" AFTER INSERT ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_move_head"();--> statement-breakpoint
CREATE TRIGGER "audit_unchanged" BEFORE UPDATE OR DELETE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE TRIGGER "audit_untruncated" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE TRIGGER "audit_head_kept" BEFORE INSERT OR DELETE OR TRUNCATE ON "audit_head" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
-- The head moves from within a trigger and from nowhere else.
CREATE TRIGGER "audit_head_moved" BEFORE UPDATE ON "audit_head" FOR EACH STATEMENT
	WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "audit_refuse"();--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor","id");