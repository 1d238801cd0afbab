// @vitest-environment jsdom
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ActionForm } from "./action-form";
import { TextField } from "./field";
import { SubmitButton } from "./submit-button";

const closing: (() => void)[] = [];
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  for (const close of closing.splice(0)) close();
});

const form = (
  <ActionForm action="/seats" refusals={{ gone: { text: "They are gone." } }} values={{ row: "C" }}>
    <TextField name="row" label="Row" />
    <SubmitButton>Send</SubmitButton>
  </ActionForm>
);

/** A server behind the form's address; returns what was sent to it. */
async function answerWith(status: number, answer: string) {
  const sent: string[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    sent.push(`${method} ${url} for ${headers.accept}: ${await request.toArray()}`);
    response.writeHead(status).end(answer);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const ask = globalThis.fetch;
  // jsdom has no origin of its own to send a relative address to.
  vi.stubGlobal("fetch", (path: string, how: RequestInit) => ask(`http://127.0.0.1:${port}${path}`, how));
  render(form);
  await userEvent.type(screen.getByLabelText("Row"), "D");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  return sent;
}

describe("a form that is posted to an address", () => {
  it("needs no scripts", () => {
    const page = document.createElement("div");
    page.innerHTML = renderToStaticMarkup(form);
    const rendered = page.querySelector("form");
    expect([rendered?.getAttribute("action"), rendered?.method]).toEqual(["/seats", "post"]);
  });

  it("asks for the bare answer with them, and says why it was refused", async () => {
    const sent = await answerWith(404, '{"refusal":{"reason":"gone"}}');
    expect(await screen.findByRole("alert")).toHaveTextContent("They are gone.");
    expect(screen.getByLabelText("Row")).toHaveValue("CD");
    expect(sent).toEqual(["POST /seats for application/json: row=CD"]);
  });

  it("stays pressed while the page that the answer leads to is loaded", async () => {
    await answerWith(200, '{"landing":"#there"}');
    await vi.waitFor(() => expect(location.hash).toBe("#there"));
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  it.each(["<html>Bad gateway</html>", '{"error":"Bad gateway"}', "null", '{"refusal":{}}'])(
    "says that it could not be sent when what comes back is no answer: %s",
    async (text) => {
      await answerWith(502, text);
      expect(await screen.findByRole("alert")).toHaveTextContent("could not be sent");
      expect(screen.getByLabelText("Row")).toHaveValue("CD");
    },
  );
});
