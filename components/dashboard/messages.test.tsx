// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type FormAction, type FormState, textFields } from "@/lib/actions/form-state";
import type { SentMessage } from "@/lib/messages/queries";
import { MessageForm } from "./message-form";
import { MessageList } from "./message-list";

const event = {
  name: "O'Brien & Sons <b>",
  host: "Folk Club",
  location: "Hall",
  when: "Friday 1 February 2030, 18:00–19:30 GMT",
};
const people = { holders: 1204, "checked-in": 1, waiting: 0 };

function show(answer: Partial<FormState> = {}) {
  const sent: Record<string, string>[] = [];
  const action: FormAction = async (state, form) => {
    sent.push(textFields(form));
    return { errors: {}, values: textFields(form), submissions: state.submissions + 1, ...answer };
  };
  render(<MessageForm action={action} eventId="abc" messageId="def" people={people} event={event} />);
  return { sent, user: userEvent.setup() };
}

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const preview = () => screen.queryByRole("region", { name: "Preview" });
const sendButton = () => screen.queryByRole("button", { name: "Send message" });

async function type(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByLabelText("Subject"), "Doors");
  await user.type(screen.getByLabelText("Message"), "Open at seven.{enter}{enter}<b>Grace</b>");
}

describe("MessageForm", () => {
  it("shows the mail and how many people get it, then sends the same words", async () => {
    const { sent, user } = show();
    expect(screen.getByRole("combobox", { name: "To" })).toHaveValue("holders");
    expect(sendButton()).toBeNull();
    await type(user);
    await press("Preview");
    const mail = within(await screen.findByRole("region", { name: "Preview" }));
    for (const words of [
      "1,204 ticket holders",
      "Doors",
      "Open at seven.",
      "<b>Grace</b>",
      event.name,
      event.when,
    ])
      expect(mail.getByText(words)).toBeVisible();
    expect(preview()).toHaveFocus();
    await press("Send message");
    const fields = { eventId: "abc", messageId: "def", audience: "holders", subject: "Doors" };
    const body = "Open at seven.\n\n<b>Grace</b>";
    expect(sent).toEqual([
      { ...fields, body, intent: "preview" },
      { ...fields, body, intent: "send" },
    ]);
  });

  it("asks for a new preview after a change, also of the people", async () => {
    const { user } = show();
    await type(user);
    await press("Preview");
    await screen.findByRole("region", { name: "Preview" });
    await user.selectOptions(screen.getByLabelText("To"), "Checked-in people");
    expect([preview(), sendButton()]).toEqual([null, null]);
    await press("Preview");
    expect(await screen.findByText("1 checked-in person")).toBeVisible();
    expect(screen.getByLabelText("To")).toHaveValue("checked-in");
  });

  it.each([
    ["nobody", "Nobody would get this message now. Choose other people."],
    ["limited", "Try again in 23 hours."],
    ["cancelled", "This event is cancelled"],
  ])("explains the refusal %s and keeps what was typed", async (reason, words) => {
    const { user } = show({ refusal: { reason, facts: { seconds: 82_000 } } });
    await type(user);
    await press("Preview");
    expect(await screen.findByText(new RegExp(words))).toBeVisible();
    expect(preview()).toBeNull();
    expect(screen.getByLabelText("Message")).toHaveValue("Open at seven.\n\n<b>Grace</b>");
  });

  it("does not send an empty message", async () => {
    const { sent } = show();
    await press("Preview");
    expect(await screen.findByText("Enter a subject.")).toBeVisible();
    expect(screen.getByText("Enter a message.")).toBeVisible();
    expect(sent).toEqual([]);
  });
});

describe("MessageList", () => {
  const message: SentMessage = {
    ...{ id: "a", audience: "waiting", subject: "Doors", body: "Open at <seven>.", sentBy: "Grace" },
    ...{ createdAt: new Date("2030-01-01T12:00:00Z"), isExpanding: false },
    mails: { sent: 1200, dead: 0, queued: 0, skipped: 0 },
  };
  const list = (change: Partial<SentMessage>) =>
    render(<MessageList eventId="abc" messages={[{ ...message, ...change }]} timeZone="Europe/London" />);

  it.each([
    [{}, "Sent", "1,200 delivered"],
    [{ isExpanding: true }, "Sending", "1,200 delivered"],
    [
      { mails: { ...message.mails, queued: 4, skipped: 1 } },
      "Sending",
      "1,200 delivered · 4 queued · 1 not needed any more",
    ],
    [{ mails: { ...message.mails, dead: 2 } }, "Partly failed", "1,200 delivered · 2 failed"],
  ])("says what became of the mails of %j", (change, state, figures) => {
    list(change);
    expect(screen.getByText(state)).toBeVisible();
    expect(screen.getByText(figures)).toBeVisible();
    expect(screen.getByText("To waiting list · 1 Jan 2030, 12:00 GMT · Grace")).toBeVisible();
    expect(screen.queryByRole("link", { name: "See undelivered emails" }) !== null).toBe(
      state === "Partly failed",
    );
  });

  it("says that there are none yet", () => {
    render(<MessageList eventId="abc" messages={[]} timeZone="Europe/London" />);
    expect(screen.getByText("No messages yet.")).toBeVisible();
  });
});
