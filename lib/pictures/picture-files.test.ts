import { describe, expect, it } from "vitest";
import { picturePath, pictureSizes, widthOf } from "./picture-files";

describe("the path of a picture", () => {
  it("ends in a name that widthOf reads", () => {
    for (const { width } of pictureSizes)
      expect(widthOf(String(picturePath("0123456789abcdefghjk", width).split("/").at(-1)))).toBe(width);
  });

  it.each(["", "960", "960.png", "960.webp.webp", "-960.webp", "96e1.webp", "../960.webp", "99999.webp"])(
    "has no width in %j",
    (file) => {
      expect(widthOf(file)).toBeNaN();
    },
  );

  it("belongs to pictures of one shape", () => {
    expect(new Set(pictureSizes.map(({ width, height }) => width / height)).size).toBe(1);
  });
});
