CREATE TABLE `__new_users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`email_verified_at` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "users_role" CHECK("__new_users"."role" in ('attendee', 'organiser'))
);
--> statement-breakpoint
INSERT INTO `__new_users`(`id`, `name`, `email`, `password_hash`, `role`, `email_verified_at`, `created_at`) SELECT `id`, `name`, `email`, `password_hash`, `class`, `proved_at`, `created_at` FROM `users`;--> statement-breakpoint
DROP TABLE `users`;--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
ALTER TABLE `outbox` RENAME COLUMN `occurrence` TO `dedupe_key`;--> statement-breakpoint
DROP INDEX `outbox_once`;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe_key` ON `outbox` (`kind`,`recipient`,`dedupe_key`);--> statement-breakpoint
UPDATE `outbox` SET `facts` = json_set(json_remove(`facts`, '$.class'), '$.role', `facts` ->> '$.class') WHERE `kind` = 'confirm-address' AND `facts` ->> '$.class' IS NOT NULL;