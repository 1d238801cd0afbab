import { sql } from "drizzle-orm";
import { reader } from "@/db/client";
import { publicVersion } from "@/db/schema";

/** Asks the database for next to nothing, as without a table drizzle asks nothing at all; throws when it cannot answer. */
export async function askDatabase(): Promise<void> {
  await reader().select({ one: sql`1` }).from(publicVersion);
}
