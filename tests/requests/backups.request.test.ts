import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { openRows } from "@/tests/harness/rows";
import { startWorld } from "@/tests/harness/world";

const execute = promisify(execFile);

function newFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-backups-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startWithTicket(env: Record<string, string> = {}) {
  const world = await startWorld({ env });
  onTestFinished(world.stop);
  const [organiser, ada, ben] = await addAccounts(world.database, [{ role: "organiser" }, {}, {}]);
  if (!organiser || !ada || !ben) throw new Error("no accounts were made");
  const event = await addEvent(world.database, { createdBy: organiser.id });
  const [ticket] = await addTickets(world.database, event, [ada]);
  return { world, event, ada, ben, ticket };
}

const ticketsOf = async (url: string) => {
  const rows = await openRows(url);
  const tickets = await rows.sql("select id from tickets");
  await rows.close();
  return tickets.map(({ id }) => id);
};

/** The commands in the sh blocks of a section of docs/operating.md, in order. */
function commandsOf(section: string): string[] {
  const page = readFileSync("docs/operating.md", "utf8");
  const [, text = ""] = page.split(`## ${section}\n`);
  const [chapter = ""] = text.split("\n## ");
  return [...chapter.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
}

it("the commands of docs/operating.md back up a running server and restore it", async () => {
  const { world, event, ben, ticket } = await startWithTicket();
  const folder = newFolder();
  const commands = commandsOf("Backup and restore");
  const ran: string[] = [];
  const said: string[] = [];
  for (const command of commands) {
    const [, verb] = /^systemctl (start|stop) evento$/.exec(command) ?? [];
    if (verb === "stop") {
      // After the backup, so the restore undoes it.
      await addTickets(world.database, event, [ben]);
      await world.server.stop("SIGTERM");
    } else if (verb === "start") await world.restart();
    else {
      const here = command.replaceAll("/backups/", `${folder}/`);
      const env = { ...process.env, DATABASE_URL: world.databaseUrl };
      said.push((await execute("sh", ["-euc", here], { env })).stdout);
    }
    ran.push(verb ?? command.split(" ")[2] ?? "");
  }
  expect(ran).toEqual(["backup", "stop", "restore", "start"]);
  expect(await ticketsOf(world.databaseUrl)).toEqual([ticket]);
  const { status } = await world.visitor().get("/api/health/ready");
  expect(status).toBe(200);
  // Nothing was deleted.
  const old = /is now (\S+)\.\n$/.exec(said.at(-1) ?? "")?.[1];
  expect(await ticketsOf(`file:${old}`)).toHaveLength(2);
});

it("is not restored while the server runs", async () => {
  const { world, event, ben } = await startWithTicket();
  const file = path.join(newFolder(), "backup.db");
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  const run = (name: string) => execute(process.execPath, [`scripts/${name}.mjs`, file], { env });
  await run("backup");
  await addTickets(world.database, event, [ben]);
  await expect(run("restore")).rejects.toHaveProperty(
    "stderr",
    expect.stringMatching(/^Evento is running with the database \S+: stop it first\.\n$/),
  );
  expect(await ticketsOf(world.databaseUrl)).toHaveLength(2);
});

it("a server with BACKUP_DIR makes a backup of what is there when it starts, and says so in its log", async () => {
  const folder = newFolder();
  const { world, ticket } = await startWithTicket();
  await world.server.stop();
  const env = { BACKUP_DIR: folder, TEST_CLOCK: "2027-03-14T12:00:00Z" };
  const next = await startWorld({ databaseUrl: world.databaseUrl, env });
  onTestFinished(next.stop);
  await expect.poll(next.server.log).toMatch(/"level":30,[^\n]*"msg":"a backup was made and checked"/);
  expect(readdirSync(folder)).toEqual(["evento-2027-03-14.db"]);
  expect(await ticketsOf(`file:${path.join(folder, "evento-2027-03-14.db")}`)).toEqual([ticket]);
});
