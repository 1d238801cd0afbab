/** Versions below these have known vulnerabilities or lose data. */
export const securityFloors: Record<string, { least: string; why: string }> = {
  next: { least: "16.4.6", why: "older lines run foreign code through React Server Components" },
  react: { least: "19.3.1", why: "older lines run foreign code through React Server Components" },
  "react-dom": { least: "19.3.1", why: "goes with react" },
  "next-auth": { least: "4.24.15", why: "older ones trust addresses they should not" },
  nodemailer: { least: "10.0.5", why: "older ones let an address add recipients" },
  sharp: { least: "0.35.0", why: "older ones have a libvips with holes: GHSA-f88m-g3jw-g9cj" },
  "better-sqlite3": { least: "12.11.1", why: "SQLite below 3.51.3 can lose commits in WAL mode" },
};

type Lockfile = { packages: Record<string, { version?: string }> };

function isBelow(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split(/[.-]/).map(Number));
  for (let place = 0; place < 3; place++) {
    const [have, want] = [a?.[place] ?? 0, b?.[place] ?? 0];
    if (have !== want) return have < want;
  }
  // A pre-release of the floor is older.
  return version.includes("-");
}

/** A sentence for each installed package, including nested copies, below its floor. */
export function findBelowFloor(lockfile: Lockfile): string[] {
  return Object.entries(lockfile.packages).flatMap(([path, { version }]) => {
    const name = path.split("node_modules/").at(-1) ?? "";
    const floor = path === "" ? undefined : securityFloors[name];
    if (!floor || !version || !isBelow(version, floor.least)) return [];
    return [`${path} is ${version}, below ${floor.least}: ${floor.why}`];
  });
}
