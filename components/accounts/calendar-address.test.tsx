// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { CalendarAddress } from "./calendar-address";

const address = "https://tickets.example.org/feeds/tickets/ada.secret.ics";
const section = <CalendarAddress address={address} renew={async (state) => state} />;

describe("CalendarAddress", () => {
  it("shows the address, subscribes to it and renews it", () => {
    render(section);
    const field = screen.getByLabelText("Calendar address");
    expect(field).toHaveValue(address);
    expect(field).toHaveAttribute("readonly");
    expect(screen.getByRole("link", { name: "Subscribe" })).toHaveAttribute(
      "href",
      "webcal://tickets.example.org/feeds/tickets/ada.secret.ics",
    );
    expect(screen.getByRole("button", { name: "Renew address" })).toBeEnabled();
  });

  it("copies the address and says so, or says that it could not", async () => {
    const user = userEvent.setup();
    render(section);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(screen.getByRole("status")).toHaveTextContent("Copied");
    expect(await navigator.clipboard.readText()).toBe(address);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(screen.getByRole("status")).toHaveTextContent("Select the text to copy it.");
  });

  it("has no visible Copy without JavaScript", () => {
    document.body.innerHTML = renderToString(section);
    expect(screen.getByText("Copy").closest(".invisible")).not.toBeNull();
  });
});
