import { sql } from "drizzle-orm";
import { reader } from "@/db/client";

/** Asks the database for nothing; throws when it cannot answer. */
export async function askDatabase(): Promise<void> {
  await reader().select({ one: sql`1` });
}
