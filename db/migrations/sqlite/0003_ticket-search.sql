CREATE TABLE `__new_tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`holder_id` text NOT NULL,
	`code` text NOT NULL,
	`search_text` text NOT NULL,
	`created_at` integer NOT NULL,
	`voided_at` integer,
	`voided_because` text,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tickets_void_has_reason" CHECK(("__new_tickets"."voided_at" is null) = ("__new_tickets"."voided_because" is null))
);
--> statement-breakpoint
INSERT INTO `__new_tickets`(`id`, `event_id`, `holder_id`, `code`, `search_text`, `created_at`, `voided_at`, `voided_because`) SELECT `tickets`.`id`, `event_id`, `holder_id`, `code`, `users`.`search_text`, `tickets`.`created_at`, `voided_at`, `voided_because` FROM `tickets` LEFT JOIN `users` ON `users`.`id` = `holder_id`;--> statement-breakpoint
DROP TABLE `tickets`;--> statement-breakpoint
ALTER TABLE `__new_tickets` RENAME TO `tickets`;--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_code` ON `tickets` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_one_active_each` ON `tickets` (`holder_id`,`event_id`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_event` ON `tickets` (`event_id`,`created_at`,`id`,`holder_id`,`search_text`) WHERE "tickets"."voided_at" is null;--> statement-breakpoint
CREATE INDEX `tickets_holder` ON `tickets` (`holder_id`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `search_text`;
