CREATE TABLE "mailings" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"event_id" text NOT NULL,
	"facts" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_ticket_id" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "mailings_kind" CHECK ("mailings"."kind" in ('event-cancelled', 'location-changed'))
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_state";--> statement-breakpoint
DROP INDEX "outbox_due";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "priority" integer DEFAULT 2 NOT NULL;--> statement-breakpoint
UPDATE "outbox" SET "priority" = case when "kind" = 'ticket' then 1 else 0 end WHERE "kind" in ('ticket', 'confirm-address', 'address-already-registered', 'reset-password');--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailings_due" ON "mailings" USING btree ("due_at","id") WHERE "mailings"."done_at" is null;--> statement-breakpoint
CREATE INDEX "mailings_open" ON "mailings" USING btree ("event_id","kind") WHERE "mailings"."done_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("priority","due_at","id") WHERE "outbox"."state" = 'queued';--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('queued', 'sent', 'dead', 'skipped'));