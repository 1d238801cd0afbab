import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

// Native packages are compiled for this combination.
const machine = `${process.platform} ${process.arch} ${process.versions.modules}`;
const record = "node_modules/.evento-machine";

/** Ends the process with one sentence. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Runs a program and shows its output; ends the process with the sentence if it fails. */
export function runToEnd(program, args, sentence, env = {}) {
  const { status } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, ...env },
    // On Windows npm is a .cmd file, which only a shell can start.
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

/**
 * Installs the packages if any is missing, differs from the lockfile or was compiled for another Node.
 * @param dev whether to include dev dependencies
 */
export function ensureInstalled({ dev }) {
  const madeForOther = existsSync(record) && readFileSync(record, "utf8") !== machine;
  // npm lists the installed packages in a second lockfile.
  const [wanted, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map((file) =>
    existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {},
  );
  if (!madeForOther && hasPackages(installed, wanted, { dev })) return;
  process.stdout.write("Installing packages…\n");
  const failed = "The packages could not be installed: see npm's message above.";
  runToEnd("npm", ["ci", dev ? "--include=dev" : "--omit=dev"], failed);
  writeFileSync(record, machine);
}

/** Whether `installed` includes all packages of `wanted`, except those for other platforms. */
export function hasPackages(installed, wanted, { dev }) {
  return Object.entries(wanted)
    .filter(([path, { optional }]) => path && !optional)
    .filter(([, { dev: onlyDev, devOptional }]) => dev || !(onlyDev || devOptional))
    .every(([path, { version }]) => installed[path]?.version === version);
}
