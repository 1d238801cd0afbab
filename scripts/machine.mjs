// The programs that tests need besides Node and the packages: a browser, PostgreSQL and strace, and for the long tests
// the proxies that deploy/ has files for.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { giveUp, runToEnd } from "./install.mjs";

const browsers = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const onPath = (program) =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"]
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

const findBrowser = () => process.env.CHROMIUM_PATH ?? browsers.map(onPath).find(Boolean);

function hasPostgres() {
  const debian = "/usr/lib/postgresql";
  return Boolean(onPath("initdb")) || (existsSync(debian) && readdirSync(debian).length > 0);
}

/** Installs Debian packages, if this process may. */
function installPackages(names) {
  if (process.getuid?.() !== 0 || !onPath("apt-get")) return;
  process.stdout.write(`Installing ${names.join(", ")}…\n`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  runToEnd(
    "apt-get",
    ["update", "-qq"],
    "Debian's package lists could not be read: see the message above.",
    quiet,
  );
  runToEnd(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...names],
    `${names.join(", ")} could not be installed: see the message above.`,
    quiet,
  );
}

/**
 * Finds or installs Chromium, PostgreSQL and strace, and sets CHROMIUM_PATH.
 * @param further programs, which are named like their packages
 */
export function ensureMachine(further = []) {
  const programs = ["strace", ...further];
  const missing = [
    ...(findBrowser() ? [] : ["chromium"]),
    ...(hasPostgres() ? [] : ["postgresql"]),
    ...programs.filter((program) => !onPath(program)),
  ];
  if (missing.length > 0) installPackages(missing);
  if (!hasPostgres()) {
    giveUp(
      "The tests need PostgreSQL's programs (initdb, postgres): install your system's postgresql package.",
    );
  }
  const absent = programs.filter((program) => !onPath(program));
  if (absent.length > 0) giveUp(`The tests need ${absent.join(", ")}: install your system's packages.`);
  if (!findBrowser()) spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
  const browser = findBrowser() ?? playwrightsOwn();
  if (!browser) giveUp("The tests need a browser: install Chromium, or set CHROMIUM_PATH to where one is.");
  process.env.CHROMIUM_PATH = browser;
}

function playwrightsOwn() {
  const ask = 'import("playwright-core").then(({ chromium }) => console.log(chromium.executablePath()))';
  const { stdout } = spawnSync(process.execPath, ["-e", ask], { encoding: "utf8" });
  const file = stdout?.trim();
  return file && existsSync(file) ? file : undefined;
}
