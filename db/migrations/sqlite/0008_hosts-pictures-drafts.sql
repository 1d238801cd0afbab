CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`fields` text NOT NULL,
	`picture_id` text,
	`revision` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`picture_id`) REFERENCES `pictures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drafts_owner` ON `drafts` (`owner_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `picture_files` (
	`picture_id` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`picture_id`, `width`),
	FOREIGN KEY (`picture_id`) REFERENCES `pictures`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pictures` (
	`id` text PRIMARY KEY NOT NULL,
	`uploaded_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`uploaded_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `pictures_created` ON `pictures` (`created_at`);--> statement-breakpoint
CREATE TABLE `__new_events` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`location` text NOT NULL,
	`host` text NOT NULL,
	`contact` text DEFAULT '' NOT NULL,
	`picture_id` text,
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
	FOREIGN KEY (`picture_id`) REFERENCES `pictures`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "events_never_oversold" CHECK("__new_events"."allocated" >= 0 and "__new_events"."allocated" <= "__new_events"."capacity"),
	CONSTRAINT "events_capacity" CHECK("__new_events"."capacity" between 1 and 1000000),
	CONSTRAINT "events_duration" CHECK("__new_events"."duration_minutes" between 5 and 44640),
	CONSTRAINT "events_name" CHECK(length("__new_events"."name") between 1 and 120),
	CONSTRAINT "events_host" CHECK(length("__new_events"."host") between 1 and 80),
	CONSTRAINT "events_location" CHECK(length("__new_events"."location") between 1 and 200),
	CONSTRAINT "events_cancelled_is_empty" CHECK("__new_events"."cancelled_at" is null or "__new_events"."allocated" = 0)
);
--> statement-breakpoint
INSERT INTO `__new_events`("id", "name", "description", "location", "host", "contact", "picture_id", "search_text", "starts_at", "ends_at", "time_zone", "duration_minutes", "start_date", "capacity", "allocated", "created_by", "created_at", "updated_at", "revision", "cancelled_at", "cancel_reason", "voided_tickets", "near_alert_armed", "near_alert_at", "full_alert_armed", "full_alert_at") SELECT "id", "name", "description", "location", substr((SELECT "name" FROM `users` WHERE `users`.`id` = "created_by"), 1, 80), '', NULL, "search_text", "starts_at", "ends_at", "time_zone", "duration_minutes", "start_date", "capacity", "allocated", "created_by", "created_at", "updated_at", "revision", "cancelled_at", "cancel_reason", "voided_tickets", "near_alert_armed", "near_alert_at", "full_alert_armed", "full_alert_at" FROM `events`;--> statement-breakpoint
DROP TABLE `events`;--> statement-breakpoint
ALTER TABLE `__new_events` RENAME TO `events`;--> statement-breakpoint
CREATE INDEX `events_upcoming` ON `events` (`starts_at`,`id`,`start_date`,`search_text`) WHERE "events"."cancelled_at" is null;--> statement-breakpoint
ALTER TABLE `users` ADD `calendar_version` integer DEFAULT 0 NOT NULL;