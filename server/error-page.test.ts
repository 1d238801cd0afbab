import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dark, light, systemFonts } from "@/tailwind.config";
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

  it("has the colours of both themes, and the fonts, of all other pages, and no colours of its own", () => {
    const page = errorPage(500, "x");
    const own = new Set(page.match(/#[0-9a-f]{3,8}\b/g));
    for (const theme of [light, dark])
      for (const name of ["page", "surface", "ink", "muted", "hair", "link", "accent"] as const)
        expect(own.delete(theme[name]), name).toBe(true);
    expect([...own]).toEqual([]);
    expect(page).toContain(`font-family:${systemFonts.join(",")};`);
  });

  it("has exactly the style that its policy allows", () => {
    const [, style = ""] = errorPage(503, "x").match(/<style>([\s\S]*?)<\/style>/) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(errorPagePolicy).toContain(`style-src 'sha256-${hash}'`);
  });
});
