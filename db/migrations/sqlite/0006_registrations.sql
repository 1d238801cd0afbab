CREATE TABLE `password_resets` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`next` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`replaced_at` integer
);
--> statement-breakpoint
CREATE INDEX `password_resets_email` ON `password_resets` (`email`);--> statement-breakpoint
CREATE INDEX `password_resets_created` ON `password_resets` (`created_at`);--> statement-breakpoint
CREATE TABLE `registrations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`next` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`replaced_at` integer,
	CONSTRAINT "registrations_role" CHECK("registrations"."role" in ('attendee', 'organiser'))
);
--> statement-breakpoint
CREATE INDEX `registrations_email` ON `registrations` (`email`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `registrations_created` ON `registrations` (`created_at`);