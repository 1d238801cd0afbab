CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_subject` ON `audit_log` (`subject`,`at`);--> statement-breakpoint
CREATE TABLE `event_organisers` (
	`event_id` text NOT NULL,
	`user_id` text NOT NULL,
	`added_at` integer NOT NULL,
	`added_by` text NOT NULL,
	PRIMARY KEY(`event_id`, `user_id`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`added_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `event_organisers_user` ON `event_organisers` (`user_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`location` text NOT NULL,
	`search_text` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`start_date` text NOT NULL,
	`capacity` integer NOT NULL,
	`allocated` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`cancelled_at` integer,
	`cancel_reason` text,
	`voided_tickets` integer DEFAULT 0 NOT NULL,
	`near_alert_armed` integer DEFAULT true NOT NULL,
	`near_alert_at` integer,
	`full_alert_armed` integer DEFAULT true NOT NULL,
	`full_alert_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "events_never_oversold" CHECK("events"."allocated" >= 0 and "events"."allocated" <= "events"."capacity"),
	CONSTRAINT "events_capacity" CHECK("events"."capacity" between 1 and 1000000),
	CONSTRAINT "events_duration" CHECK("events"."duration_minutes" between 5 and 44640),
	CONSTRAINT "events_name" CHECK(length("events"."name") between 1 and 120),
	CONSTRAINT "events_location" CHECK(length("events"."location") between 1 and 200),
	CONSTRAINT "events_cancelled_is_empty" CHECK("events"."cancelled_at" is null or "events"."allocated" = 0)
);
--> statement-breakpoint
CREATE INDEX `events_upcoming` ON `events` (`starts_at`,`id`) WHERE "events"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX `events_creator` ON `events` (`created_by`);--> statement-breakpoint
CREATE TABLE `one_time_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text NOT NULL,
	`next` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`replaced_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `one_time_tokens_user` ON `one_time_tokens` (`user_id`,`purpose`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`occurrence` text NOT NULL,
	`facts` text NOT NULL,
	`event_id` text,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`last_error` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outbox_state" CHECK("outbox"."state" in ('queued', 'sent', 'dead'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`kind`,`recipient`,`occurrence`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE "outbox"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_event` ON `outbox` (`event_id`,`state`);--> statement-breakpoint
CREATE INDEX `outbox_newest` ON `outbox` (`created_at`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`window_started_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limits_expires` ON `rate_limits` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`user_agent` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`holder_id` text NOT NULL,
	`code` text NOT NULL,
	`created_at` integer NOT NULL,
	`voided_at` integer,
	`voided_because` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tickets_void_has_reason" CHECK(("tickets"."voided_at" is null) = ("tickets"."voided_because" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_code` ON `tickets` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_one_active_each` ON `tickets` (`event_id`,`holder_id`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_event` ON `tickets` (`event_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `tickets_holder` ON `tickets` (`holder_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`search_text` text NOT NULL,
	`password_hash` text NOT NULL,
	`class` text NOT NULL,
	`proved_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "users_class" CHECK("users"."class" in ('attendee', 'organiser'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);