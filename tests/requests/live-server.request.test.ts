import { afterEach, expect, it } from "vitest";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
afterEach(() => world?.stop());

/** Starts a server that people reach by https, and reads the dashboard of a new account. */
async function dashboardOf(role: "organiser" | "attendee", env: Record<string, string> = {}) {
  world = await startWorld({
    env: { APP_URL: "https://tickets.example.org", SMTP_URL: "smtp://127.0.0.1:9", ...env },
  });
  const { visitor } = await world.join({ role });
  const page = await visitor.get("/dashboard");
  expect(page.status).toBe(200);
  return page.text;
}

const notice = "Anybody can register as an organiser here.";
const warning = /"level":40[^\n]*ORGANISER_CODE/;

it("says to organisers and in the log that the published organiser code is in use", async () => {
  const page = await dashboardOf("organiser");
  expect(page).toContain(notice);
  expect(page).not.toContain("Dc5_G1gz");
  await expect.poll(world.server.log).toMatch(warning);
});

it("says nothing about the organiser code to attendees", async () => {
  expect(await dashboardOf("attendee")).not.toContain(notice);
});

it("says nothing about an organiser code of the installation's own", async () => {
  expect(await dashboardOf("organiser", { ORGANISER_CODE: "one-of-our-own" })).not.toContain(notice);
  await world.server.stop();
  expect(world.server.log()).not.toMatch(warning);
});

it("has the links of the installation in the footer of every page", async () => {
  const page = await dashboardOf("attendee", { FOOTER_LINKS: "Privacy=https://example.org/privacy?a=b" });
  for (const text of [page, (await world.visitor().get("/")).text])
    expect(text).toMatch(/<a href="https:\/\/example\.org\/privacy\?a=b"[^>]*>Privacy<\/a>/);
});
