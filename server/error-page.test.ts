import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { errorPage, errorPagePolicy } from "./error-page";

describe("errorPage", () => {
  it("is a whole page with one title, viewport, main and h1, and the reference", () => {
    const page = errorPage(500, "ref123");
    for (const part of [/<title>[^<]+<\/title>/g, /name="viewport"/g, /<main>/g, /<h1>/g]) {
      expect(page.match(part)).toHaveLength(1);
    }
    expect(page).toContain("ref123");
  });

  it("escapes what it is given", () => {
    expect(errorPage(400, `"><script>`)).not.toContain("<script>");
  });

  it("has exactly the style that its policy allows", () => {
    const [, style = ""] = errorPage(503, "x").match(/<style>([\s\S]*?)<\/style>/) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(errorPagePolicy).toContain(`style-src 'sha256-${hash}'`);
  });
});
