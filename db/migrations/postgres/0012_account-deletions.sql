CREATE TABLE "account_deletions" (
	"user_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"deleted_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"last_seen" text,
	"pass_began_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "outbox_newest";--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "recipient" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ALTER COLUMN "holder_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "waiting_list_entries" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "anonymised_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account_deletions" ADD CONSTRAINT "account_deletions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_deletions_due" ON "account_deletions" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","at","id") WHERE "audit_log"."actor_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_log_detailed" ON "audit_log" USING btree ("at","id") WHERE "audit_log"."details" <> '{}' or "audit_log"."subject" like '%@%';--> statement-breakpoint
CREATE INDEX "door_passes_creator" ON "door_passes" USING btree ("created_by","created_at","id");--> statement-breakpoint
CREATE INDEX "events_to_anonymise" ON "events" USING btree ("ends_at","id") WHERE "events"."anonymised_at" is null;--> statement-breakpoint
CREATE INDEX "exclusions_user" ON "exclusions" USING btree ("user_id","event_id");--> statement-breakpoint
CREATE INDEX "messages_sender" ON "messages" USING btree ("sent_by","created_at","id");--> statement-breakpoint
CREATE INDEX "pictures_uploader" ON "pictures" USING btree ("uploaded_by","created_at","id");--> statement-breakpoint
CREATE INDEX "outbox_newest" ON "outbox" USING btree ("created_at","id") WHERE "outbox"."recipient" is not null;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_queued_has_recipient" CHECK ("outbox"."state" <> 'queued' or "outbox"."recipient" is not null);