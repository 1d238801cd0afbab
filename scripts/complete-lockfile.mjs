// Adds the platform packages that npm left out of the lockfile because the registry it asked lacks them.
// Without them `npm ci` refuses the lockfile. Run it after `npm install` changed package-lock.json.
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "win32",
  "openbsd",
  "netbsd",
  "sunos",
  "aix",
  "openharmony",
];
// From the words in a package's name to npm's names of processors, the longer words first.
const processors = [
  ["loong64", "loong64"],
  ["mips64el", "mips64el"],
  ["ppc64le", "ppc64"],
  ["riscv64", "riscv64"],
  ["wasm32", "wasm32"],
  ["arm64", "arm64"],
  ["ppc64", "ppc64"],
  ["s390x", "s390x"],
  ["ia32", "ia32"],
  ["x64", "x64"],
  ["arm", "arm"],
];

/** Every optional package that some package names and the lockfile lacks: `[name, version, dev]`. */
export function findMissing(lockfile) {
  const holds = (path, name) => {
    for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
      if (lockfile.packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
      if (at === "") return false;
    }
  };
  return Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !holds(path, name))
      .map(([name, version]) => [name, version.replace(/^[\^~]/, ""), dev]),
  );
}

/** The lockfile's entry for a package of which only the name tells the platform. */
function entryOf(name, version, dev) {
  const words = name.replace("@", "").split(/[-/]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find(([word]) =>
    words.some((part) => part === word || (word === "arm" && /^armv?\d?/.test(part))),
  )?.[1];
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : os === "linux" && words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lockfile = JSON.parse(readFileSync(file, "utf8"));
  const missing = findMissing(lockfile);
  for (const [name, version, dev] of missing)
    lockfile.packages[`node_modules/${name}`] = entryOf(name, version, dev);
  lockfile.packages = Object.fromEntries(
    Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  process.stdout.write(`${missing.length} packages added to ${file}.\n`);
}
