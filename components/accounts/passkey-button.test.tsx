// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { ActionForm } from "@/components/forms/action-form";
import { type FormState, initialFormState } from "@/lib/actions/form-state";
import { PasskeyButton } from "./passkey-button";

it("says why what the browser gave was refused", async () => {
  const sent: unknown[] = [];
  const action = async (_state: FormState, form: FormData) => {
    sent.push(form.get("response"));
    return { ...initialFormState(), errors: { response: "No passkey. Try again." }, submissions: 1 };
  };
  render(
    <ActionForm action={action}>
      <PasskeyButton ask={async () => ({ id: "" })} problems={{}} tone="quiet">
        Use a passkey
      </PasskeyButton>
    </ActionForm>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Use a passkey" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("No passkey. Try again.");
  expect(sent).toEqual(['{"id":""}']);
});
