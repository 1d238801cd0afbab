CREATE TABLE `mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`event_id` text NOT NULL,
	`facts` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_ticket_id` text,
	`due_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "mailings_kind" CHECK("mailings"."kind" in ('event-cancelled', 'location-changed'))
);
--> statement-breakpoint
CREATE INDEX `mailings_due` ON `mailings` (`due_at`,`id`) WHERE "mailings"."done_at" is null;--> statement-breakpoint
CREATE INDEX `mailings_open` ON `mailings` (`event_id`,`kind`) WHERE "mailings"."done_at" is null;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
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
	CONSTRAINT "outbox_state" CHECK("__new_outbox"."state" in ('queued', 'sent', 'dead', 'skipped'))
);
--> statement-breakpoint
INSERT INTO `__new_outbox`("id", "kind", "recipient", "dedupe_key", "facts", "event_id", "state", "priority", "created_at", "due_at", "attempts", "sent_at", "last_error") SELECT "id", "kind", "recipient", "dedupe_key", "facts", "event_id", "state", case when `kind` in ('confirm-address', 'address-already-registered', 'reset-password') then 0 when `kind` = 'ticket' then 1 else 2 end, "created_at", "due_at", "attempts", "sent_at", "last_error" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe_key` ON `outbox` (`kind`,`recipient`,`dedupe_key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`priority`,`due_at`,`id`) WHERE "outbox"."state" = 'queued';--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`event_id`,`created_at`,`id`) WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE INDEX `outbox_newest` ON `outbox` (`created_at`,`id`);