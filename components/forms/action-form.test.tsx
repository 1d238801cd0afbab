// @vitest-environment jsdom
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Component, type ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { type FormAction, type FormState, textFields } from "@/lib/actions/form-state";
import { ActionForm, type Wording } from "./action-form";
import { RadioField, TextArea, TextField } from "./field";
import { SubmitButton } from "./submit-button";

const refusals: Record<string, Wording> = {
  started: { text: "It has started." },
  "below-allocated": { field: "size", text: ({ least }) => `Not below ${least}.` },
};

type Answer = Partial<FormState>;

/** Renders a form with every kind of field, whose action returns `answer`. */
function show(answer: Answer | ((sent: Record<string, string>) => Promise<Answer>)) {
  const sent: Record<string, string>[] = [];
  const action: FormAction = async (state, form) => {
    const { password: _, ...values } = textFields(form);
    sent.push(textFields(form));
    const rest = typeof answer === "function" ? await answer(values) : answer;
    return { errors: {}, values, submissions: state.submissions + 1, ...rest };
  };
  render(
    <ActionForm action={action} refusals={refusals} values={{ size: "10" }}>
      <TextField name="name" label="Name" hint="As on the poster." required missing="Name it." />
      <TextField name="email" label="Email" type="email" />
      <TextField name="size" label="Size" type="number" min={1} max={99} step={1} />
      <TextField name="password" label="Password" type="password" minLength={10} />
      <TextArea name="about" label="About" />
      <RadioField
        name="which"
        label="Which one?"
        choices={[
          { value: "a", label: "The first" },
          { value: "b", label: "The second" },
        ]}
      />
      <SubmitButton>Send</SubmitButton>
    </ActionForm>,
  );
  return { user: userEvent.setup(), sent };
}

const field = (label: string) => screen.getByLabelText(label);
const press = () => screen.getByRole("button", { name: "Send" });

async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.type(field("Name"), "O'Brien & Sons <b>");
  await user.type(field("Email"), "a@example.org");
  await user.clear(field("Size"));
  await user.type(field("Size"), "42");
  await user.type(field("Password"), "violet kettle");
  await user.type(field("About"), "one");
  await user.click(field("The second"));
}

function expectEverythingKept() {
  expect(field("Name")).toHaveValue("O'Brien & Sons <b>");
  expect(field("Email")).toHaveValue("a@example.org");
  expect(field("Size")).toHaveValue(42);
  expect(field("About")).toHaveValue("one");
  expect(field("The second")).toBeChecked();
}

describe("ActionForm", () => {
  it.each([" ", "\u3164", "\u2800", "\u200b"])("treats %j in a required field as nothing", async (blank) => {
    const { user, sent } = show({});
    await user.type(field("Name"), blank);
    await user.tab();
    expect(await screen.findByText("Name it.")).toBeVisible();
    await user.click(press());
    expect(sent).toEqual([]);
    await user.type(field("Name"), "a");
    expect(screen.queryByText("Name it.")).toBeNull();
  });

  it("keeps all values but the password after a refusal", async () => {
    const { user, sent } = show({ errors: { name: "This name is taken." } });
    await fillIn(user);
    await user.click(press());
    expect(await screen.findByText("This name is taken.")).toBeVisible();
    expectEverythingKept();
    expect(field("Password")).toHaveValue("");
    expect(sent[0]).toMatchObject({
      name: "O'Brien & Sons <b>",
      password: "violet kettle",
      which: "b",
    });
  });

  it("loads the next page after a success, and stays pending with its values until then", async () => {
    const { user } = show({ redirectTo: "#a-ticket" });
    await fillIn(user);
    await user.click(press());
    await waitFor(() => expect(location.hash).toBe("#a-ticket"));
    expect(press()).toBeDisabled();
    expectEverythingKept();
  });

  it("keeps all values after a second refusal too", async () => {
    const { user, sent } = show({ refusal: { reason: "started" } });
    await fillIn(user);
    await user.click(press());
    await screen.findByText("It has started.");
    await user.click(press());
    await waitFor(() => expect(sent).toHaveLength(2));
    expectEverythingKept();
  });

  it("associates an error with its field and focuses the first invalid field", async () => {
    const { user } = show({ errors: { about: "Too long.", email: "Not an address." } });
    await fillIn(user);
    await user.click(press());
    await screen.findByText("Too long.");
    expect(field("Email")).toHaveFocus();
    expect(field("Email")).toBeInvalid();
    expect(field("Email")).toHaveAccessibleDescription("Not an address.");
    expect(field("About")).toHaveAccessibleDescription("Too long.");
    expect(field("Name")).toHaveAccessibleDescription("As on the poster.");
    expect(field("Name")).toBeValid();
  });

  it("shows a refusal beside the field of its wording, with its facts", async () => {
    const { user } = show({ refusal: { reason: "below-allocated", facts: { least: 7 } } });
    await fillIn(user);
    await user.click(press());
    await screen.findByText("Not below 7.");
    expect(field("Size")).toHaveAccessibleDescription("Not below 7.");
    expect(field("Size")).toHaveFocus();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it.each<[string, Answer, RegExp]>([
    ["started", { refusal: { reason: "started" } }, /^It has started\.$/],
    ["busy", { refusal: { reason: "busy" } }, /busy and nothing was changed.*try again/],
    ["maybe-done", { refusal: { reason: "maybe-done" } }, /may or may not have been done\. Check before/],
    ["signed-out", { refusal: { reason: "signed-out" } }, /been signed out/],
    ["not-found", { refusal: { reason: "not-found" } }, /no longer exists, or you do not have access/],
    ["limited", { refusal: { reason: "limited" } }, /Wait a minute/],
    [
      "fault",
      { refusal: { reason: "fault", reference: "req-1" } },
      /Something went wrong.*reference: req-1\./,
    ],
    ["unheard-of", { refusal: { reason: "unheard-of" } }, /Something went wrong/],
    ["an error of the whole form", { errors: { form: "These do not fit." } }, /^These do not fit\.$/],
  ])("shows %s above the form and focuses it", async (_, answer, words) => {
    const { user } = show(answer);
    await fillIn(user);
    await user.click(press());
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(words);
    expect(alert).toHaveFocus();
    expectEverythingKept();
  });

  it("shows a failed connection and keeps the values", async () => {
    const { user } = show(async () => {
      throw new TypeError("Failed to fetch");
    });
    await fillIn(user);
    await user.click(press());
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("This could not be sent. Check your connection");
    expect(alert).not.toHaveTextContent("Failed to fetch");
    expectEverythingKept();
  });

  it("checks a field when it loses the focus, and again during corrections", async () => {
    const { user } = show({});
    await user.type(field("Email"), "nobody");
    expect(field("Email")).not.toHaveAccessibleDescription();
    await user.tab();
    expect(field("Email")).toHaveAccessibleDescription("Enter an email address such as name@example.org.");
    await user.type(field("Email"), "@example.org");
    expect(field("Email")).not.toHaveAccessibleDescription();
    await user.clear(field("Size"));
    await user.type(field("Size"), "100");
    await user.tab();
    expect(field("Size")).toHaveAccessibleDescription("Use 99 or less.");
  });

  it("shows no error for an untouched empty field", async () => {
    const { user } = show({});
    await user.click(field("Name"));
    await user.tab();
    expect(screen.queryByText("Name it.")).not.toBeInTheDocument();
  });

  it("sends nothing while a field is invalid, and focuses the first one", async () => {
    const { user, sent } = show({});
    await user.clear(field("Size"));
    await user.type(field("Size"), "0");
    await user.click(press());
    expect(sent).toEqual([]);
    expect(field("Name")).toHaveFocus();
    expect(field("Name")).toHaveAccessibleDescription("As on the poster. Name it.");
    expect(field("Size")).toHaveAccessibleDescription("Use 1 or more.");
  });

  it("shows that it is pending and cannot be sent twice", async () => {
    let answer: (rest: Answer) => void = () => {};
    const under = new Promise<Answer>((resolve) => {
      answer = resolve;
    });
    const { user, sent } = show(() => under);
    await fillIn(user);
    await user.click(press());
    expect(press()).toBeDisabled();
    expect(press()).toHaveAttribute("aria-busy", "true");
    await user.click(press());
    answer({ refusal: { reason: "started" } });
    await screen.findByText("It has started.");
    expect(press()).toBeEnabled();
    expect(sent).toHaveLength(1);
  });

  it("removes the error when the next result has none", async () => {
    const submissions: Answer[] = [{ errors: { about: "Too long." } }, {}];
    const { user, sent } = show(async () => submissions.shift() ?? {});
    await fillIn(user);
    await user.click(press());
    await screen.findByText("Too long.");
    await user.click(press());
    await waitFor(() => expect(screen.queryByText("Too long.")).not.toBeInTheDocument());
    expect(sent).toHaveLength(2);
  });

  it("does not catch a redirect of Next", async () => {
    const redirect = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;push;/;307;" });
    const caught: unknown[] = [];
    render(
      <Boundary>
        <ActionForm action={() => Promise.reject(redirect)}>
          <SubmitButton>Send</SubmitButton>
        </ActionForm>
      </Boundary>,
      { onCaughtError: (error) => caught.push(error) },
    );
    await userEvent.click(press());
    expect(await screen.findByText("Next goes elsewhere")).toBeVisible();
    expect(caught).toEqual([redirect]);
  });
});

/** Catches a redirect as Next does. */
class Boundary extends Component<{ children: ReactNode }> {
  override state = { thrown: false };
  static getDerivedStateFromError = () => ({ thrown: true });
  override render() {
    return this.state.thrown ? "Next goes elsewhere" : this.props.children;
  }
}
