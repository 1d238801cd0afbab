import { expect, it } from "vitest";
import { transaction } from "@/db/client";
import { countPublicChange, readPublicVersion } from "@/lib/public-pages/public-version";
import { createContext, requestStore } from "@/lib/runtime/request-context";
import { runSql, withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { GET } from "./route";

const database = withDatabase({ own: true });

const ready = () =>
  requestStore.run(createContext({ id: "r", now: testNow }), async () => (await GET()).status);

it("is 503 from a write that found the disk full until one succeeds, and changes nothing", async () => {
  await transaction(countPublicChange);
  expect(await ready()).toBe(200);
  await runSql(
    database.url,
    `create function fill() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
     create trigger full_disk before insert or update on public_version execute function fill()`,
  );
  // Nobody has noticed.
  expect(await ready()).toBe(200);
  await expect(transaction(countPublicChange)).rejects.toHaveProperty("name", "DatabaseUnavailable");
  expect([await ready(), await ready()]).toEqual([503, 503]);
  await runSql(database.url, "drop trigger full_disk on public_version");
  expect([await ready(), await ready()]).toEqual([200, 200]);
  expect(await readPublicVersion()).toBe(1);
});
