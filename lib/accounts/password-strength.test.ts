import { describe, expect, it } from "vitest";
import { isEasyToGuess } from "./password-strength";

const ada = { name: "Ada Lovelace", email: "ada.king@difference.example.org" };

describe("isEasyToGuess", () => {
  it.each([
    "password123",
    "Password123!",
    "qwertyuiop1",
    "1234567890",
    "aaaaaaaaaaaa",
    "iloveyou123",
    "evento2026",
    "Evento2026!",
    "evento-evento",
    "adalovelace1815",
    "AdaLovelace!2026",
    "Ada Lovelace 1",
    "ada.king@difference.example.org",
    "difference99",
    "Lovelace--Ada--12",
    "a".repeat(1024),
  ])("refuses %s", async (password) => {
    expect(await isEasyToGuess(password, ada)).toBe(true);
  });

  it.each([
    "Sturdy-Harbour-42-lantern",
    "violet kettle morning 7",
    "correct-pony-battery-8-staple",
    "Xk4!pq9ZrT",
    "ada likes 17 violet kettles",
    "синий чайник утром",
  ])("accepts %s", async (password) => {
    expect(await isEasyToGuess(password, ada)).toBe(false);
  });
});
