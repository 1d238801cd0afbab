// Which module may import which: docs/architecture.md has the reasons. `npm run check` runs it, and
// tests/structure/dependencies.test.ts shows that every rule finds what it forbids.
const domainModules = require("./tests/structure/domain-modules.json");

const domain = `^lib/(${domainModules.join("|")})/`;
// Rules without a clock or a database that have a module of their own.
const pureModules = "^lib/(availability|calendar|ticket-codes)/";
const product = "^(app|components|lib|db|emails|server)/|^server\\.ts$";

/** An npm package, resolved or not. */
const npm = (name) => `^(node_modules/)?${name}(/|$)`;

const isPath = (side) => typeof side === "string" || Array.isArray(side);

/** A forbidden import; an `import type` is allowed unless `types` is set. */
const forbid = (name, comment, from, to, { types = false } = {}) => ({
  name,
  comment,
  severity: "error",
  from: isPath(from) ? { path: from } : from,
  to: {
    ...(isPath(to) ? { path: to } : to),
    ...(types ? {} : { dependencyTypesNot: ["type-only"] }),
  },
});

module.exports = {
  forbidden: [
    forbid("app-imports", "app → components → lib; queries and commands reach the database", "^app/", [
      "^(db|emails|server)/",
    ]),
    forbid("components-imports", "components → lib", "^components/", "^(app|db|emails|server)/"),
    forbid("lib-imports", "lib → db; lib/mail → emails", "^lib/", "^(app|components|server)/"),
    forbid("db-imports", "db knows engines, not the business", "^db/", [
      "^(app|components|lib|emails|server)/",
    ]),
    forbid("emails-imports", "a template gets finished strings", "^emails/", [
      "^(app|components|lib|db|server)/",
    ]),
    forbid("server-imports", "server → lib → db", "^server/", "^(app|components|emails)/"),
    forbid(
      "server-knows-no-tickets",
      "the HTTP layer knows nothing about tickets",
      "^server(/|\\.ts$)",
      "^lib/tickets/",
      { types: true },
    ),
    forbid(
      "product-imports-product",
      "scripts, measurements and tests are no part of the product",
      product,
      "^(scripts|bench|tests)/",
      { types: true },
    ),
    forbid(
      "emails-only-from-mail",
      "lib/mail renders the templates",
      { path: "^lib/", pathNot: "^lib/mail/" },
      "^emails/",
    ),
    forbid(
      "strength-in-its-thread",
      "an estimate of a password would hold up every request",
      { path: product, pathNot: "^lib/accounts/password-strength-thread\\.ts$" },
      "^lib/accounts/password-strength\\.ts$",
    ),
    forbid(
      "components-get-props",
      "components get data and actions as props",
      "^components/",
      "^lib/[^/]+/(queries|commands)[./]",
    ),
    forbid(
      "rules-are-pure",
      "a rule gets its facts and the time as parameters",
      { path: [domain, pureModules], pathNot: "/queries\\.ts$|/commands/" },
      ["^db/", "^lib/runtime/clock\\.ts$", "^lib/[^/]+/(queries|commands)[./]"],
    ),
    forbid(
      "zod-in-input",
      "what people may send is checked in input.ts",
      { path: product, pathNot: ["^lib/[^/]+/input\\.ts$", "^lib/input/", "^lib/runtime/env\\.ts$"] },
      npm("zod"),
    ),
    forbid(
      "next-auth-in-auth",
      "sessions are made, read and ended in lib/auth; for next-auth alone a deleted one still counts",
      { path: product, pathNot: "^lib/auth/" },
      { path: npm("next-auth"), pathNot: `${npm("next-auth")}react` },
    ),
    forbid(
      "engines-in-db",
      "only db/ knows which engine stores the data",
      { path: product, pathNot: "^db/" },
      [npm("better-sqlite3"), npm("pg")],
      { types: true },
    ),
    forbid("no-dev-dependency", "a production install has no dev dependencies", product, {
      dependencyTypes: ["npm-dev"],
    }),
    {
      name: "no-module-cycle",
      comment: "types that two modules share live in the lower one",
      severity: "error",
      scope: "folder",
      from: { path: "^lib/" },
      to: { circular: true },
    },
    {
      name: "no-file-cycle",
      comment: "move what both files need into a third",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    parser: "tsc",
    tsConfig: { fileName: "tsconfig.json" },
    // Sees `import type` too, and marks it.
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "^node_modules/" },
    exclude: { path: ["\\.test\\.tsx?$", "^(\\.next|build|data)/"] },
  },
};
