ALTER TABLE "users" RENAME COLUMN "class" TO "role";--> statement-breakpoint
ALTER TABLE "users" RENAME COLUMN "proved_at" TO "email_verified_at";--> statement-breakpoint
ALTER TABLE "users" RENAME CONSTRAINT "users_class" TO "users_role";--> statement-breakpoint
ALTER TABLE "outbox" RENAME COLUMN "occurrence" TO "dedupe_key";--> statement-breakpoint
ALTER INDEX "outbox_once" RENAME TO "outbox_dedupe_key";--> statement-breakpoint
UPDATE "outbox" SET "facts" = (("facts"::jsonb - 'class') || jsonb_build_object('role', "facts"::jsonb -> 'class'))::text WHERE "kind" = 'confirm-address' AND "facts"::jsonb ->> 'class' IS NOT NULL;