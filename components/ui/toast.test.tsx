// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { Toast } from "./toast";

it("takes what brought it out of the address, and nothing else", () => {
  history.replaceState({ kept: true }, "", "/dashboard?q=ada&done=changed#attendees");
  render(<Toast>Changes saved.</Toast>);
  expect(location.href).toMatch(/\/dashboard\?q=ada#attendees$/);
  expect(history.state).toEqual({ kept: true });
});

it("is closed by its button", async () => {
  render(<Toast>Changes saved.</Toast>);
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("status")).toBeNull();
});

it("says what was done without JavaScript, with no button that does nothing", () => {
  document.body.innerHTML = renderToString(<Toast>Changes saved.</Toast>);
  expect(screen.getByRole("status")).toHaveTextContent("Changes saved.");
  expect(document.querySelector("button")).toHaveClass("hidden");
});
