CREATE TABLE "check_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"ticket_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"door" text NOT NULL,
	"user_id" text,
	"door_pass_id" text,
	"nonce" text NOT NULL,
	"state" text NOT NULL,
	"held_because" text,
	"override_reason" text,
	"undone_at" timestamp (3) with time zone,
	"undone_by" text,
	"undone_by_pass" text,
	"undo_reason" text,
	"settled_at" timestamp (3) with time zone,
	"settled_by" text,
	CONSTRAINT "check_ins_by_someone" CHECK (("check_ins"."user_id" is null) <> ("check_ins"."door_pass_id" is null)),
	CONSTRAINT "check_ins_undone" CHECK (("check_ins"."state" = 'undone') = ("check_ins"."undone_at" is not null)),
	CONSTRAINT "check_ins_held_has_reason" CHECK ("check_ins"."state" not in ('held', 'settled') or "check_ins"."held_because" is not null)
);
--> statement-breakpoint
CREATE TABLE "door_passes" (
	"id" text PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"door" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "exclusions" (
	"event_id" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"excluded_by" text NOT NULL,
	CONSTRAINT "exclusions_event_id_user_id_pk" PRIMARY KEY("event_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"audience" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"sent_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "waiting_list_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"user_id" text NOT NULL,
	"place" integer NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_because" text,
	CONSTRAINT "waiting_list_end_has_reason" CHECK (("waiting_list_entries"."ended_at" is null) = ("waiting_list_entries"."ended_because" is null))
);
--> statement-breakpoint
ALTER TABLE "mailings" DROP CONSTRAINT "mailings_kind";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "waiting_places" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "waiting_list_pending" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "mailings" ADD COLUMN "last_place" integer;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "voided_reason" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "reminders" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_door_pass_id_door_passes_id_fk" FOREIGN KEY ("door_pass_id") REFERENCES "public"."door_passes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_undone_by_pass_door_passes_id_fk" FOREIGN KEY ("undone_by_pass") REFERENCES "public"."door_passes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_settled_by_users_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "door_passes" ADD CONSTRAINT "door_passes_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "door_passes" ADD CONSTRAINT "door_passes_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_excluded_by_users_id_fk" FOREIGN KEY ("excluded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_sent_by_users_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_list_entries" ADD CONSTRAINT "waiting_list_entries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "waiting_list_entries" ADD CONSTRAINT "waiting_list_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "check_ins_one_active" ON "check_ins" USING btree ("ticket_id") WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "check_ins_nonce" ON "check_ins" USING btree ("nonce");--> statement-breakpoint
CREATE INDEX "check_ins_arrivals" ON "check_ins" USING btree ("event_id","at") WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE INDEX "check_ins_door" ON "check_ins" USING btree ("event_id","door") WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE INDEX "check_ins_held" ON "check_ins" USING btree ("event_id","at","id") WHERE "check_ins"."state" = 'held';--> statement-breakpoint
CREATE INDEX "check_ins_ticket" ON "check_ins" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "door_passes_event" ON "door_passes" USING btree ("event_id","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_event" ON "messages" USING btree ("event_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_list_one_each" ON "waiting_list_entries" USING btree ("user_id","event_id") WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "waiting_list_places" ON "waiting_list_entries" USING btree ("event_id","place");--> statement-breakpoint
CREATE INDEX "waiting_list_next" ON "waiting_list_entries" USING btree ("event_id","place","until") WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "waiting_list_expired" ON "waiting_list_entries" USING btree ("until") WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "events_waiting_list_pending" ON "events" USING btree ("id") WHERE "events"."waiting_list_pending";--> statement-breakpoint
CREATE INDEX "outbox_message" ON "outbox" USING btree ("dedupe_key","state") WHERE "outbox"."kind" = 'message';--> statement-breakpoint
CREATE INDEX "tickets_void" ON "tickets" USING btree ("event_id","created_at","id","voided_at") WHERE "tickets"."voided_at" is not null;--> statement-breakpoint
CREATE INDEX "tickets_by_name" ON "tickets" USING btree ("event_id","search_text","id","holder_id","created_at") WHERE "tickets"."voided_at" is null;--> statement-breakpoint
ALTER TABLE "mailings" ADD CONSTRAINT "mailings_kind" CHECK ("mailings"."kind" in ('event-cancelled', 'location-changed', 'reminder', 'message'));--> statement-breakpoint
INSERT INTO "mailings" ("id", "kind", "event_id", "facts", "created_at", "due_at") SELECT 'reminder-' || "id", 'reminder', "id", '{}', "created_at", "starts_at" - interval '24 hours' FROM "events" WHERE "cancelled_at" IS NULL AND "starts_at" > now() AND "created_at" <= "starts_at" - interval '24 hours';