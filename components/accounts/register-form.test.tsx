// @vitest-environment jsdom
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type FormAction, type FormState, textFields } from "@/lib/actions/form-state";
import { RegisterForm } from "./register-form";

/** An action that returns `answer` and records the fields sent to it. */
function fakeAction(answer: Partial<FormState>) {
  const sent: Record<string, string>[] = [];
  const action: FormAction = async (state, form) => {
    const fields = textFields(form);
    sent.push(fields);
    const { password: _, ...values } = fields;
    return { errors: {}, ...answer, values, submissions: state.submissions + 1 };
  };
  return { action, sent };
}

async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByLabelText("Name"), "Ada Lovelace");
  await user.type(screen.getByLabelText("Email"), "ada@example.org");
  await user.type(screen.getByLabelText("Password"), "violet kettle morning 7");
}

describe("RegisterForm", () => {
  it("sends an attendee's registration with the next path", async () => {
    const user = userEvent.setup();
    const { action, sent } = fakeAction({});
    render(<RegisterForm action={action} next="/events/a" />);
    await fillIn(user);
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(sent).toEqual([
      {
        name: "Ada Lovelace",
        email: "ada@example.org",
        password: "violet kettle morning 7",
        role: "attendee",
        organiserCode: "",
        next: "/events/a",
      },
    ]);
  });

  it("shows beside the code that it is wrong, and keeps everything but the password", async () => {
    const user = userEvent.setup();
    const { action } = fakeAction({ refusal: { reason: "wrong-code" } });
    render(<RegisterForm action={action} next={null} />);
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "Organiser" }));
    await user.type(screen.getByLabelText("Organiser code"), "wrong-code");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    await screen.findByText(/This code is incorrect. No account was created/);
    const code = screen.getByLabelText("Organiser code");
    await waitFor(() => expect(code).toHaveFocus());
    expect(code).toBeInvalid();
    expect(code).toHaveAccessibleDescription(/This code is incorrect. No account was created/);
    expect(code).toHaveValue("wrong-code");
    expect(screen.getByRole("radio", { name: "Organiser" })).toBeChecked();
    expect(screen.getByLabelText("Name")).toHaveValue("Ada Lovelace");
    expect(screen.getByLabelText("Email")).toHaveValue("ada@example.org");
    expect(screen.getByLabelText("Password")).toHaveValue("");
  });

  it("shows the waiting time after too many codes", async () => {
    const user = userEvent.setup();
    const { action } = fakeAction({ refusal: { reason: "limited", facts: { seconds: 3600 } } });
    render(<RegisterForm action={action} next={null} />);
    await fillIn(user);
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Try again in 60 minutes.");
  });

  it("sends nothing while a field is empty, and shows which", async () => {
    const user = userEvent.setup();
    const { action, sent } = fakeAction({});
    render(<RegisterForm action={action} next={null} />);
    await user.type(screen.getByLabelText("Email"), "ada@example.org");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(screen.getByLabelText("Name")).toHaveAccessibleDescription("Enter your name.");
    expect(sent).toEqual([]);
  });
});
