DROP INDEX "tickets_event";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "search_text" text;--> statement-breakpoint
UPDATE "tickets" SET "search_text" = "users"."search_text" FROM "users" WHERE "users"."id" = "tickets"."holder_id";--> statement-breakpoint
ALTER TABLE "tickets" ALTER COLUMN "search_text" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "tickets_event" ON "tickets" USING btree ("event_id","created_at","id","holder_id","search_text") WHERE "tickets"."voided_at" is null;--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "search_text";
