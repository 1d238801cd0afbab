import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fingerprintLockfile } from "./fingerprint.mjs";

const record = "node_modules/.evento-lock-hash";

/** Ends the process with one sentence for people. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Runs a program to its end, its output shown; gives up with the sentence when it fails. */
export function runToEnd(program, args, sentence, env = {}) {
  const { status } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, ...env },
    // On Windows npm is a .cmd file, which only a shell starts.
    shell: program === "npm" && process.platform === "win32",
  });
  if (status !== 0) giveUp(sentence);
}

/** Refuses a Node that is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    giveUp(`Evento needs Node 20.19 or later, and this is ${process.versions.node}: install a newer one.`);
  }
}

/** Installs the packages when they are missing or are not those of the lockfile. */
export function ensureInstalled() {
  const wanted = fingerprintLockfile();
  if (existsSync(record) && readFileSync(record, "utf8") === wanted) return;
  process.stdout.write("Installing packages…\n");
  runToEnd("npm", ["ci", "--include=dev"], "The packages could not be installed: see npm's message above.");
  writeFileSync(record, wanted);
}
