// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type FormState, initialFormState } from "@/lib/actions/form-state";
import { DeleteAccountForm } from "./delete-account-form";

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("asks for the password in a second step, and sends it", async () => {
  const sent: Record<string, FormDataEntryValue>[] = [];
  const action = async (_state: FormState, form: FormData) => {
    sent.push(Object.fromEntries(form));
    return initialFormState();
  };
  render(<DeleteAccountForm action={action} email="ada@example.org" />);
  await press("Delete account");
  await press("Yes, delete my account");
  expect(screen.getByText("Enter your password.")).toBeVisible();
  expect(sent).toEqual([]);
  await userEvent.type(screen.getByLabelText("Password"), "quiet otters");
  await press("Yes, delete my account");
  expect(sent).toEqual([{ password: "quiet otters" }]);
});

it.each([
  ["wrong-password", {}, "This is not your password."],
  [
    "only-organiser",
    { events: "Jazz Supper, Letterpress" },
    "Nobody else organises Jazz Supper, Letterpress. Cancel what only you organise, or make somebody else an organiser of it, then delete your account.",
  ],
])("stays open and says why it is refused as %s", async (reason, facts, words) => {
  const refused = { ...initialFormState(), refusal: { reason, facts }, submissions: 1 };
  render(<DeleteAccountForm action={async () => refused} email="ada@example.org" />);
  await press("Delete account");
  await userEvent.type(screen.getByLabelText("Password"), "quiet otters");
  await press("Yes, delete my account");
  expect(await screen.findByText(words)).toBeVisible();
  expect(screen.getByLabelText("Password")).toBeVisible();
});
