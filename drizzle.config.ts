import { defineConfig } from "drizzle-kit";
import { onPostgres } from "./db/database-url";

export default defineConfig({
  schema: "./db/schema.ts",
  dialect: onPostgres ? "postgresql" : "sqlite",
  out: `./db/migrations/${onPostgres ? "postgres" : "sqlite"}`,
});
