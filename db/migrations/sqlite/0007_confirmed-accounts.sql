INSERT INTO `registrations` (`id`, `name`, `email`, `password_hash`, `role`, `next`, `created_at`, `expires_at`) SELECT coalesce(`link`.`id`, `users`.`id`), `users`.`name`, `users`.`email`, `users`.`password_hash`, `users`.`role`, `link`.`next`, coalesce(`link`.`created_at`, `users`.`created_at`), coalesce(`link`.`expires_at`, `users`.`created_at`) FROM `users` LEFT JOIN `one_time_tokens` `link` ON `link`.`id` = (SELECT max(`id`) FROM `one_time_tokens` WHERE `user_id` = `users`.`id` AND `purpose` = 'confirm-email' AND `used_at` IS NULL AND `replaced_at` IS NULL) WHERE `users`.`email_verified_at` IS NULL;--> statement-breakpoint
INSERT INTO `password_resets` (`id`, `email`, `next`, `created_at`, `expires_at`, `used_at`, `replaced_at`) SELECT `link`.`id`, `users`.`email`, `link`.`next`, `link`.`created_at`, `link`.`expires_at`, `link`.`used_at`, `link`.`replaced_at` FROM `one_time_tokens` `link` JOIN `users` ON `users`.`id` = `link`.`user_id` WHERE `link`.`purpose` = 'reset-password' AND `users`.`email_verified_at` IS NOT NULL;--> statement-breakpoint
DELETE FROM `sessions` WHERE `user_id` IN (SELECT `id` FROM `users` WHERE `email_verified_at` IS NULL);--> statement-breakpoint
DROP TABLE `one_time_tokens`;--> statement-breakpoint
DELETE FROM `users` WHERE `email_verified_at` IS NULL;--> statement-breakpoint
CREATE TABLE `__new_users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`email_verified_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "users_role" CHECK("__new_users"."role" in ('attendee', 'organiser'))
);
--> statement-breakpoint
INSERT INTO `__new_users`("id", "name", "email", "password_hash", "role", "email_verified_at", "created_at") SELECT "id", "name", "email", "password_hash", "role", "email_verified_at", "created_at" FROM `users`;--> statement-breakpoint
DROP TABLE `users`;--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);