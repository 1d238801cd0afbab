DROP INDEX "events_creator";--> statement-breakpoint
DROP INDEX "outbox_event";--> statement-breakpoint
DROP INDEX "event_organisers_user";--> statement-breakpoint
DROP INDEX "events_upcoming";--> statement-breakpoint
DROP INDEX "outbox_due";--> statement-breakpoint
DROP INDEX "outbox_newest";--> statement-breakpoint
DROP INDEX "tickets_one_active_each";--> statement-breakpoint
DROP INDEX "tickets_event";--> statement-breakpoint
DROP INDEX "tickets_holder";--> statement-breakpoint
CREATE INDEX "outbox_dead" ON "outbox" USING btree ("event_id","created_at","id") WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "event_organisers_user" ON "event_organisers" USING btree ("user_id","event_id");--> statement-breakpoint
CREATE INDEX "events_upcoming" ON "events" USING btree ("starts_at","id","start_date","search_text") WHERE "events"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at","id") WHERE "outbox"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "outbox_newest" ON "outbox" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "tickets_one_active_each" ON "tickets" USING btree ("holder_id","event_id") WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "tickets_event" ON "tickets" USING btree ("event_id","created_at","id","holder_id") WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "tickets_holder" ON "tickets" USING btree ("holder_id","created_at","id");