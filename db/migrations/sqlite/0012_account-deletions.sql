CREATE TABLE `account_deletions` (
	`user_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`deleted_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`step` integer DEFAULT 0 NOT NULL,
	`last_seen` text,
	`pass_began_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `account_deletions_due` ON `account_deletions` (`due_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text,
	`dedupe_key` text NOT NULL,
	`facts` text NOT NULL,
	`event_id` text,
	`state` text NOT NULL,
	`priority` integer DEFAULT 2 NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`last_error` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_queued_has_recipient" CHECK("__new_outbox"."state" <> 'queued' or "__new_outbox"."recipient" is not null),
	CONSTRAINT "outbox_state" CHECK("__new_outbox"."state" in ('queued', 'sent', 'dead', 'skipped'))
);
--> statement-breakpoint
INSERT INTO `__new_outbox`("id", "kind", "recipient", "dedupe_key", "facts", "event_id", "state", "priority", "created_at", "due_at", "attempts", "sent_at", "last_error") SELECT "id", "kind", "recipient", "dedupe_key", "facts", "event_id", "state", "priority", "created_at", "due_at", "attempts", "sent_at", "last_error" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe_key` ON `outbox` (`kind`,`recipient`,`dedupe_key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`priority`,`due_at`,`id`) WHERE "outbox"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`event_id`,`created_at`,`id`) WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE INDEX `outbox_newest` ON `outbox` (`created_at`,`id`) WHERE "outbox"."recipient" is not null;--> statement-breakpoint
CREATE INDEX `outbox_message` ON `outbox` (`dedupe_key`,`state`) WHERE "outbox"."kind" = 'message';--> statement-breakpoint
CREATE TABLE `__new_tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`holder_id` text,
	`code` text NOT NULL,
	`search_text` text NOT NULL,
	`created_at` integer NOT NULL,
	`voided_at` integer,
	`voided_because` text,
	`voided_reason` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tickets_void_has_reason" CHECK(("__new_tickets"."voided_at" is null) = ("__new_tickets"."voided_because" is null))
);
--> statement-breakpoint
INSERT INTO `__new_tickets`("id", "event_id", "holder_id", "code", "search_text", "created_at", "voided_at", "voided_because", "voided_reason") SELECT "id", "event_id", "holder_id", "code", "search_text", "created_at", "voided_at", "voided_because", "voided_reason" FROM `tickets`;--> statement-breakpoint
DROP TABLE `tickets`;--> statement-breakpoint
ALTER TABLE `__new_tickets` RENAME TO `tickets`;--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_code` ON `tickets` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_one_active_each` ON `tickets` (`holder_id`,`event_id`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_event` ON `tickets` (`event_id`,`created_at`,`id`,`holder_id`,`search_text`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_void` ON `tickets` (`event_id`,`created_at`,`id`,`voided_at`) WHERE "tickets"."voided_at" is not null;--> statement-breakpoint
CREATE INDEX `tickets_by_name` ON `tickets` (`event_id`,`search_text`,`id`,`holder_id`,`created_at`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_holder` ON `tickets` (`holder_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `__new_users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`email_verified_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`calendar_version` integer DEFAULT 0 NOT NULL,
	`reminders` integer DEFAULT true NOT NULL,
	CONSTRAINT "users_role" CHECK("__new_users"."role" in ('attendee', 'organiser'))
);
--> statement-breakpoint
INSERT INTO `__new_users`("id", "name", "email", "password_hash", "role", "email_verified_at", "created_at", "calendar_version", "reminders") SELECT "id", "name", "email", "password_hash", "role", "email_verified_at", "created_at", "calendar_version", "reminders" FROM `users`;--> statement-breakpoint
DROP TABLE `users`;--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `__new_waiting_list_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`user_id` text,
	`place` integer NOT NULL,
	`joined_at` integer NOT NULL,
	`until` integer NOT NULL,
	`ended_at` integer,
	`ended_because` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "waiting_list_end_has_reason" CHECK(("__new_waiting_list_entries"."ended_at" is null) = ("__new_waiting_list_entries"."ended_because" is null))
);
--> statement-breakpoint
INSERT INTO `__new_waiting_list_entries`("id", "event_id", "user_id", "place", "joined_at", "until", "ended_at", "ended_because") SELECT "id", "event_id", "user_id", "place", "joined_at", "until", "ended_at", "ended_because" FROM `waiting_list_entries`;--> statement-breakpoint
DROP TABLE `waiting_list_entries`;--> statement-breakpoint
ALTER TABLE `__new_waiting_list_entries` RENAME TO `waiting_list_entries`;--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_list_one_each` ON `waiting_list_entries` (`user_id`,`event_id`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_list_places` ON `waiting_list_entries` (`event_id`,`place`);--> statement-breakpoint
CREATE INDEX `waiting_list_next` ON `waiting_list_entries` (`event_id`,`place`,`until`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `waiting_list_expired` ON `waiting_list_entries` (`until`) WHERE "waiting_list_entries"."ended_at" is null;--> statement-breakpoint
ALTER TABLE `events` ADD `anonymised_at` integer;--> statement-breakpoint
CREATE INDEX `events_to_anonymise` ON `events` (`ends_at`,`id`) WHERE "events"."anonymised_at" is null;--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor_id`,`at`,`id`) WHERE "audit_log"."actor_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_log_detailed` ON `audit_log` (`at`,`id`) WHERE "audit_log"."details" <> '{}' or "audit_log"."subject" like '%@%';--> statement-breakpoint
CREATE INDEX `door_passes_creator` ON `door_passes` (`created_by`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `exclusions_user` ON `exclusions` (`user_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `messages_sender` ON `messages` (`sent_by`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `pictures_uploader` ON `pictures` (`uploaded_by`,`created_at`,`id`);