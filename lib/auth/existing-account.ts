import { isNotNull, sql } from "drizzle-orm";
import { users } from "@/db/schema";

/** A condition for accounts that were not deleted. */
export const isExisting = isNotNull(users.email);

/** The address of such an account. */
export const existingEmail = sql<string>`${users.email}`;

/** How lists and doors name the holder of a ticket whose account was deleted. */
export const deletedName = "Deleted account";
