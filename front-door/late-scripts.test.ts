import { expect, it } from "vitest";
import { makeScriptsLate } from "./late-scripts";

const head = `<link rel="stylesheet" href="/_next/static/a.css"/><link rel="preload" as="script" fetchPriority="low" nonce="n" href="/_next/static/c.js"/>`;
const scripts = `<script src="/_next/static/b.js" async="" nonce="n"></script><script src="/_next/static/c.js" nonce="n" id="_R_" async=""></script>`;
const kept = `<script src="/_next/static/old.js" noModule="" nonce="n"></script><script nonce="n">self.x=1</script>`;
const page = `<!DOCTYPE html><html><head>${head}</head><body>Words${scripts}${kept}</body></html>`;

it("leaves nothing that a browser would fetch before it paints but the style sheet", () => {
  const late = makeScriptsLate(page, "n");
  expect(late).toContain('<link rel="stylesheet" href="/_next/static/a.css"/>');
  expect(late).not.toMatch(/rel="preload" as="script"|<script[^>]* async=/);
});

it("names every script to its loader once, in their order, under the page's nonce", () => {
  const [, tail = ""] = makeScriptsLate(page, "n").split("self.x=1</script>");
  expect(tail).toMatch(
    /^<script nonce="n">.*\(\["\/_next\/static\/b\.js","\/_next\/static\/c\.js"\]\)<\/script><\/body><\/html>$/s,
  );
});

it("leaves inline scripts, and those for old browsers, where they are", () => {
  expect(makeScriptsLate(page)).toContain(kept);
});

it("leaves a page without scripts as it is", () => {
  const plain = "<!DOCTYPE html><html><body>Words</body></html>";
  expect(makeScriptsLate(plain)).toBe(plain);
});
