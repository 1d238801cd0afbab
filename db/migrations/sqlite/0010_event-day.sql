CREATE TABLE `check_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`door` text NOT NULL,
	`user_id` text,
	`door_pass_id` text,
	`nonce` text NOT NULL,
	`state` text NOT NULL,
	`held_because` text,
	`override_reason` text,
	`undone_at` integer,
	`undone_by` text,
	`undone_by_pass` text,
	`undo_reason` text,
	`settled_at` integer,
	`settled_by` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_pass_id`) REFERENCES `door_passes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by_pass`) REFERENCES `door_passes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settled_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "check_ins_by_someone" CHECK(("check_ins"."user_id" is null) <> ("check_ins"."door_pass_id" is null)),
	CONSTRAINT "check_ins_undone" CHECK(("check_ins"."state" = 'undone') = ("check_ins"."undone_at" is not null)),
	CONSTRAINT "check_ins_held_has_reason" CHECK("check_ins"."state" not in ('held', 'settled') or "check_ins"."held_because" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `check_ins_one_active` ON `check_ins` (`ticket_id`) WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX `check_ins_nonce` ON `check_ins` (`nonce`);--> statement-breakpoint
CREATE INDEX `check_ins_arrivals` ON `check_ins` (`event_id`,`at`) WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE INDEX `check_ins_door` ON `check_ins` (`event_id`,`door`) WHERE "check_ins"."state" = 'active';--> statement-breakpoint
CREATE INDEX `check_ins_held` ON `check_ins` (`event_id`,`at`,`id`) WHERE "check_ins"."state" = 'held';--> statement-breakpoint
CREATE INDEX `check_ins_ticket` ON `check_ins` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `door_passes` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`door` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `door_passes_event` ON `door_passes` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `exclusions` (
	`event_id` text NOT NULL,
	`user_id` text NOT NULL,
	`at` integer NOT NULL,
	`excluded_by` text NOT NULL,
	PRIMARY KEY(`event_id`, `user_id`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`excluded_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`audience` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`sent_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sent_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_event` ON `messages` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `waiting_list_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`user_id` text NOT NULL,
	`place` integer NOT NULL,
	`joined_at` integer NOT NULL,
	`until` integer NOT NULL,
	`ended_at` integer,
	`ended_because` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "waiting_list_end_has_reason" CHECK(("waiting_list_entries"."ended_at" is null) = ("waiting_list_entries"."ended_because" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_list_one_each` ON `waiting_list_entries` (`user_id`,`event_id`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_list_places` ON `waiting_list_entries` (`event_id`,`place`);--> statement-breakpoint
CREATE INDEX `waiting_list_next` ON `waiting_list_entries` (`event_id`,`place`,`until`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `waiting_list_expired` ON `waiting_list_entries` (`until`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`event_id` text NOT NULL,
	`facts` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_ticket_id` text,
	`last_place` integer,
	`due_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mailings_kind" CHECK("__new_mailings"."kind" in ('event-cancelled', 'location-changed', 'reminder', 'message'))
);
--> statement-breakpoint
INSERT INTO `__new_mailings`("id", "kind", "event_id", "facts", "created_at", "last_ticket_id", "last_place", "due_at", "done_at") SELECT "id", "kind", "event_id", "facts", "created_at", "last_ticket_id", NULL, "due_at", "done_at" FROM `mailings`;--> statement-breakpoint
DROP TABLE `mailings`;--> statement-breakpoint
ALTER TABLE `__new_mailings` RENAME TO `mailings`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `mailings_due` ON `mailings` (`due_at`,`id`) WHERE "mailings"."done_at" is null;--> statement-breakpoint
CREATE INDEX `mailings_open` ON `mailings` (`event_id`,`kind`) WHERE "mailings"."done_at" is null;--> statement-breakpoint
ALTER TABLE `events` ADD `waiting_places` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `waiting_list_pending` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `events_waiting_list_pending` ON `events` (`id`) WHERE "events"."waiting_list_pending";--> statement-breakpoint
ALTER TABLE `tickets` ADD `voided_reason` text;--> statement-breakpoint
CREATE INDEX `tickets_void` ON `tickets` (`event_id`,`created_at`,`id`,`voided_at`) WHERE "tickets"."voided_at" is not null;--> statement-breakpoint
CREATE INDEX `tickets_by_name` ON `tickets` (`event_id`,`search_text`,`id`,`holder_id`,`created_at`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
ALTER TABLE `users` ADD `reminders` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_message` ON `outbox` (`dedupe_key`,`state`) WHERE "outbox"."kind" = 'message';--> statement-breakpoint
INSERT INTO `mailings`("id", "kind", "event_id", "facts", "created_at", "due_at") SELECT 'reminder-' || "id", 'reminder', "id", '{}', "created_at", "starts_at" - 86400000 FROM `events` WHERE "cancelled_at" IS NULL AND "starts_at" > unixepoch() * 1000 AND "created_at" <= "starts_at" - 86400000;