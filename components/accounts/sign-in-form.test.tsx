// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type FormAction, initialFormState, textFields } from "@/lib/actions/form-state";
import { SignInForm } from "./sign-in-form";

const refusing =
  (reason: string, facts?: Record<string, number>): FormAction =>
  async (state, form) => ({
    errors: {},
    values: { email: textFields(form).email ?? "" },
    refusal: { reason, facts },
    submissions: state.submissions + 1,
  });

async function signInWith(action: FormAction) {
  const user = userEvent.setup();
  const resent: Record<string, string>[] = [];
  const sendAgain: FormAction = async (_state, form) => {
    resent.push(textFields(form));
    return initialFormState();
  };
  render(<SignInForm action={action} sendAgain={sendAgain} next="/events/a" />);
  await user.type(screen.getByLabelText("Email"), "ada@example.org");
  await user.type(screen.getByLabelText("Password"), "violet kettle morning 7");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  return { user, resent, notice: await screen.findByRole("alert") };
}

describe("SignInForm", () => {
  it("shows the same message for a wrong email and a wrong password, and keeps the email", async () => {
    const { notice } = await signInWith(refusing("wrong-password"));
    expect(notice).toHaveTextContent("Incorrect email or password.");
    expect(screen.getByLabelText("Email")).toHaveValue("ada@example.org");
    expect(screen.getByLabelText("Password")).toHaveValue("");
  });

  it("offers another mail for an unverified address, with the email filled in", async () => {
    const { user, notice, resent } = await signInWith(refusing("unverified"));
    expect(notice).toHaveTextContent("Your email address is not confirmed yet.");
    await user.click(screen.getByRole("button", { name: "Send the mail again" }));
    expect(resent).toEqual([{ email: "ada@example.org", next: "/events/a" }]);
  });

  it.each([
    [1, "1 second"],
    [30, "30 seconds"],
    [600, "10 minutes"],
  ])("shows %d seconds after too many attempts", async (seconds, words) => {
    const { notice } = await signInWith(refusing("limited", { seconds }));
    expect(notice).toHaveTextContent(`Try again in ${words}.`);
  });
});
