/** A source file of the project: its path from the root, and its text. */
export type Source = { path: string; text: string };

/** A rule names what is wrong with one file, if anything. */
type Rule = (source: Source) => string[];

type Import = { from: string; typeOnly: boolean };

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+["']([^"']+)["']|(?:^|\n)import\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports, relative paths made paths from the root. */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const target = match[2] ?? match[3] ?? match[4] ?? "";
    const from = target.startsWith("@/")
      ? target.slice(2)
      : target.startsWith(".")
        ? resolve(path, target)
        : target;
    return { from, typeOnly: Boolean(match[1]) };
  });
}

function resolve(path: string, target: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}

const roomOf = (path: string) => path.split("/")[0] ?? "";

const rooms = ["app", "components", "lib", "db", "emails", "server"];

/** Who may import whom; types may also come up from a room that would otherwise be out of reach. */
const arrows: Record<string, string[]> = {
  app: ["app", "components", "lib"],
  components: ["components", "lib"],
  lib: ["lib", "db", "emails"],
  db: ["db"],
  emails: ["emails"],
  server: ["server", "lib", "db"],
};

const importArrows: Rule = (source) => {
  const room = roomOf(source.path);
  const allowed = arrows[room];
  if (!allowed) return [];
  return importsOf(source)
    .filter(
      ({ from, typeOnly }) => rooms.includes(roomOf(from)) && !typeOnly && !allowed.includes(roomOf(from)),
    )
    .map(({ from }) => `${room} must not import ${from}`);
};

const emailsOnlyFromMail: Rule = (source) => {
  if (roomOf(source.path) !== "lib" || source.path.startsWith("lib/mail/")) return [];
  return importsOf(source)
    .filter(({ from }) => roomOf(from) === "emails")
    .map(({ from }) => `only lib/mail may import ${from}`);
};

const componentsAskNobody: Rule = (source) => {
  if (roomOf(source.path) !== "components") return [];
  return importsOf(source)
    .filter(({ from, typeOnly }) => !typeOnly && /^lib\/.*\/(queries|commands)(\/|$)/.test(from))
    .map(({ from }) => `components get data and actions as props, not from ${from}`);
};

const domainRooms = ["accounts", "events", "tickets", "organisers"];
const domainFile = /^lib\/(accounts|events|tickets|organisers)\//;
const reads = /\/(queries|commands\/[a-z-]+|commands)\.ts$/;

const rulesAreToldEverything: Rule = (source) => {
  if (!domainFile.test(source.path) || reads.test(source.path)) return [];
  return importsOf(source)
    .filter(({ from, typeOnly }) => !typeOnly && (roomOf(from) === "db" || from === "lib/runtime/clock"))
    .map(({ from }) => `a rule gets its facts and the time as parameters and must not import ${from}`);
};

const inputIsTheOnlyZod: Rule = (source) => {
  if (!domainFile.test(source.path) || source.path.endsWith("/input.ts")) return [];
  return importsOf(source).some(({ from, typeOnly }) => from === "zod" && !typeOnly)
    ? ["zod belongs into input.ts"]
    : [];
};

const foldersOfDomainRooms: Rule = ({ path }) => {
  const [, room, ...rest] = path.split("/");
  if (!path.startsWith("lib/") || !domainRooms.includes(room ?? "") || rest.length < 2) return [];
  return rest[0] === "commands" && rest.length === 2 ? [] : ["a domain room has no folder but commands/"];
};

const noDrawers: Rule = ({ path }) =>
  /(^|\/)(utils?|helpers?|common|misc|constants|types|index)(\/|\.tsx?$)/.test(path)
    ? ["name the file after what it holds"]
    : [];

const kebabCase: Rule = ({ path }) =>
  path.split("/").every((part) => /^([a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*|\(.+\)|\[.+\])$/.test(part))
    ? []
    : ["file names are kebab-case"];

const actionsAreDefined: Rule = ({ path, text }) => {
  if (!text.startsWith('"use server"')) return [];
  const named = path.endsWith("/actions.ts") ? [] : ["server actions live in actions.ts beside the page"];
  const odd = [...text.matchAll(/\nexport (?!const \w+ = defineAction\()[^\n]*/g)].map(
    ([line]) => `not made by defineAction: ${line.trim()}`,
  );
  return [...named, ...odd];
};

const inlineServerActions: Rule = ({ text }) =>
  /\n\s+["']use server["']/.test(text) ? ["server actions live in actions.ts, made by defineAction"] : [];

const only =
  (pattern: RegExp, home: RegExp, why: string): Rule =>
  (source) =>
    pattern.test(source.text) && !home.test(source.path) ? [why] : [];

const rules: Rule[] = [
  importArrows,
  emailsOnlyFromMail,
  componentsAskNobody,
  rulesAreToldEverything,
  inputIsTheOnlyZod,
  foldersOfDomainRooms,
  noDrawers,
  kebabCase,
  actionsAreDefined,
  inlineServerActions,
  only(
    /\bgetServerSession\(/,
    /^$/,
    "lib/auth/viewer.ts says who is signed in: for next-auth a deleted session still counts",
  ),
  only(
    /process\.env\.(?!NEXT_RUNTIME|NODE_ENV)/,
    /^(lib\/runtime\/env|db\/database-url)\.ts$/,
    "settings are read and checked in lib/runtime/env.ts",
  ),
  only(
    /\brevalidate(Path|Tag)\b|\bupdateTag\b/,
    /^$/,
    "nothing is cached in Next, so there is nothing to revalidate",
  ),
  only(/\sstyle=\{/, /^emails\//, "the CSP refuses style attributes"),
  ({ path }) => (path.endsWith("/loading.tsx") ? ["a loading.tsx turns a 404 into a 200"] : []),
  only(
    /\bon delete cascade\b|onDelete/i,
    /^$/,
    "a migration that rebuilds a table would delete its children",
  ),
];

/** Everything that is not where or as the architecture says, as `path: sentence`. */
export function findViolations(sources: Source[]): string[] {
  return sources.flatMap((source) =>
    rules.flatMap((rule) => rule(source).map((what) => `${source.path}: ${what}`)),
  );
}
