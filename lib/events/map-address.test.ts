import { describe, expect, it } from "vitest";
import { mapAddress } from "./map-address";

describe("mapAddress", () => {
  const place = "Hall 2 & 3, O'Connell St; Dublin";
  const query = "Hall%202%20%26%203%2C%20O'Connell%20St%3B%20Dublin";
  it.each([
    ["an unknown device", "", `https://www.openstreetmap.org/search?query=${query}`],
    ["a desktop", "Mozilla/5.0 (X11; Linux x86_64)", `https://www.openstreetmap.org/search?query=${query}`],
    [
      "Android",
      "Mozilla/5.0 (Linux; Android 15; Pixel 9)",
      `https://www.google.com/maps/search/?api=1&query=${query}`,
    ],
    ["an iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)", `https://maps.apple.com/?q=${query}`],
    ["an iPad or a Mac", "Mozilla/5.0 (Macintosh; Intel Mac OS X)", `https://maps.apple.com/?q=${query}`],
  ])("opens a map on %s", (_, userAgent, address) => {
    expect(mapAddress(place, userAgent)).toBe(address);
  });
});
