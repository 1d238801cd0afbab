// @vitest-environment jsdom
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FormAction, type FormState, textFields } from "@/lib/actions/form-state";
import { EditEventForm, NewEventForm } from "./event-form";

const typed = {
  name: "O'Brien & Sons <b>",
  description: "one\n\ntwo",
  date: "2030-10-27",
  time: "01:30",
  timeZone: "Europe/London",
  hours: "2",
  minutes: "0",
  capacity: "100",
  location: "The Great Hall",
  host: "The Engine Society",
  contact: "engines@example.org",
};

/** Sent without a picture. */
const untouched = { pictureId: "" };

/** Drawn with the form of a new event. */
const formId = "form0000000000000001";

/** Renders the filled-in form with an action that returns `rest`; returns the fields sent to it. */
function show(rest: Partial<FormState>, values: Record<string, string> = typed) {
  const sent: Record<string, string>[] = [];
  const action: FormAction = async (state, form) => {
    sent.push(textFields(form));
    return { errors: {}, values: textFields(form), submissions: state.submissions + 1, ...rest };
  };
  const zones = ["Africa/Cairo", "America/New_York", "Europe/London", "UTC"];
  render(
    <NewEventForm
      action={action}
      values={{ formId, ...values }}
      timeZones={zones}
      today="2030-01-01"
      defaultHost="Grace Hopper"
    />,
  );
  return { sent, press: () => userEvent.click(screen.getByRole("button", { name: "Create event" })) };
}

const labels = {
  name: "Event name",
  description: "Description",
  date: "Date",
  time: "Time",
  timeZone: "Time zone",
  hours: "Hours",
  minutes: "Minutes",
  capacity: "Capacity",
  location: "Location",
  host: "Host",
  contact: "Contact",
};
const field = (name: keyof typeof labels) => screen.getByLabelText(labels[name]);

describe("NewEventForm", () => {
  it("shows before sending that date and time cannot be changed later", () => {
    show({});
    expect(screen.getByText(/Date, time, time zone and duration cannot be changed later/)).toBeVisible();
  });

  it("starts with the given values and sends every field under its name", async () => {
    const { sent, press } = show({});
    await press();
    expect(sent).toEqual([{ ...typed, ...untouched, formId, intent: "create" }]);
    expect([field("date"), field("time")].map((input) => input.getAttribute("type"))).toEqual([
      "date",
      "time",
    ]);
  });

  it("keeps every field after a refusal, the time zone too", async () => {
    const { press } = show({ errors: { location: "Say where." } }, { ...typed, timeZone: "UTC" });
    await press();
    await screen.findByText("Say where.");
    for (const [name, value] of Object.entries({ ...typed, timeZone: "UTC" })) {
      const control = field(name as keyof typeof labels) as HTMLInputElement;
      expect(control.value, name).toBe(value);
    }
    expect(field("location")).toHaveFocus();
  });

  it.each([
    ["past", "date", "The start must be in the future."],
    ["too-far", "date", "The start can be at most 5 years away."],
    [
      "time-skipped",
      "time",
      "This time does not exist on that date, because the clocks go forward. Choose another.",
    ],
  ] as const)("shows %s beside the %s", async (reason, name, words) => {
    const { press } = show({ refusal: { reason } });
    await press();
    await screen.findByText(words);
    expect(field(name)).toHaveAccessibleDescription(words);
    expect(field(name)).toHaveFocus();
  });

  it("asks which of two times is meant, by the zone's abbreviations, and sends the choice", async () => {
    const { sent, press } = show({
      refusal: { reason: "time-twice", facts: { earlier: "BST", later: "GMT" } },
    });
    expect(screen.queryByRole("group", { name: "Which one?" })).not.toBeInTheDocument();
    await press();
    const group = within(await screen.findByRole("group", { name: "Which one?" }));
    expect(group.getByRole("radio", { name: "The first, BST" })).not.toBeChecked();
    await userEvent.click(group.getByRole("radio", { name: "The second, GMT" }));
    await press();
    const chosen = { intent: "create", disambiguation: "later" };
    expect(sent[1]).toEqual({ ...typed, ...untouched, formId, ...chosen });
  });

  it.each([
    ["capacity", "0", "Capacity must be a whole number from 1 to 1,000,000."],
    ["capacity", "-5", "Capacity must be a whole number from 1 to 1,000,000."],
    ["capacity", "1.5", "Enter a whole number."],
    ["capacity", "1000001", "Use 1000000 or less."],
    ["minutes", "60", "Use 59 or less."],
    ["date", "2029-12-31", "The start must be in the future."],
    ["name", "", "Enter a name for the event."],
    ["location", "", "Enter a location."],
  ] as const)("refuses a %s of %j before sending", async (name, value, words) => {
    const { sent, press } = show({}, { ...typed, [name]: value });
    await press();
    expect(sent).toEqual([]);
    expect(field(name)).toHaveFocus();
    expect(field(name)).toHaveAccessibleDescription(expect.stringContaining(words));
  });
});

describe("the time zone", () => {
  const type = async (text: string) => {
    await userEvent.clear(field("timeZone"));
    await userEvent.type(field("timeZone"), text);
  };

  it("offers every zone, with names that can be found by what people type", () => {
    show({});
    expect(field("timeZone")).toHaveRole("combobox");
    const { list } = field("timeZone") as HTMLInputElement;
    expect([...(list?.options ?? [])].map(({ value, label }) => [value, label])).toEqual([
      ["Africa/Cairo", "Africa/Cairo"],
      ["America/New_York", "America/New York"],
      ["Europe/London", "Europe/London"],
      ["UTC", "UTC"],
    ]);
  });

  it("that is not in the list is refused before it is sent, and kept", async () => {
    const { sent, press } = show({});
    await type("Mars/Olympus");
    await press();
    expect(field("timeZone")).toHaveFocus();
    expect(field("timeZone")).toHaveAccessibleDescription(
      expect.stringContaining("Choose a time zone from the list."),
    );
    expect(field("timeZone")).toHaveValue("Mars/Olympus");
    expect(sent).toEqual([]);
  });

  it("may be typed as its city", async () => {
    const { sent, press } = show({});
    await type("new york");
    await press();
    expect(sent).toMatchObject([{ timeZone: "new york" }]);
  });

  it("is selected as a whole on focus, so that typing searches", async () => {
    const { sent, press } = show({});
    await userEvent.click(field("time"));
    await userEvent.tab();
    await userEvent.keyboard("utc");
    await press();
    expect(sent).toMatchObject([{ timeZone: "utc" }]);
  });
});

describe("the date in words", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2030-10-20T12:00Z"), toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("follows what is typed, and says nothing of what is incomplete", async () => {
    show({});
    // That time happens twice.
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    await userEvent.clear(field("time"));
    await userEvent.type(field("time"), "19:30");
    expect(screen.getByRole("status")).toHaveTextContent(
      "Sunday 27 October 2030, in 7 days, 19:30–21:30 GMT",
    );
    await userEvent.clear(field("timeZone"));
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    await userEvent.type(field("timeZone"), "cairo");
    expect(screen.getByRole("status")).toHaveTextContent(/19:30–21:30 EEST$/);
  });

  it("is of the one that was chosen, if the time happens twice", async () => {
    const { press } = show({ refusal: { reason: "time-twice", facts: { earlier: "BST", later: "GMT" } } });
    await press();
    await userEvent.click(await screen.findByRole("radio", { name: "The second, GMT" }));
    expect(screen.getByRole("status")).toHaveTextContent(/01:30–03:30 GMT$/);
  });
});

describe("the preview", () => {
  const preview = async () => within(await screen.findByRole("region", { name: "Preview" }));

  it("shows the event's page with what is typed", async () => {
    const soon = { date: `${new Date().getFullYear() + 1}-03-14`, time: "19:30", minutes: "30" };
    show({}, { ...typed, ...soon, description: "**Three** courses" });
    const shown = await preview();
    expect((await shown.findByText("Three")).tagName).toBe("STRONG");
    expect(shown.getByText(typed.name)).toBeVisible();
    expect(shown.getByText(typed.host)).toBeVisible();
    expect(shown.getByText(typed.location)).toBeVisible();
    expect(shown.getByText(/19:30–22:00 GMT$/)).toBeVisible();
    expect(shown.getByText("Fixed: this date and time never change.")).toBeVisible();
    expect(shown.getByRole("link", { name: typed.contact })).toBeVisible();
    await userEvent.type(field("name"), " again");
    await userEvent.clear(field("host"));
    await userEvent.type(field("description"), " and *cheese*");
    await userEvent.clear(field("time"));
    expect(shown.getByText(`${typed.name} again`)).toBeVisible();
    expect(shown.getByText("Grace Hopper")).toBeVisible();
    expect((await shown.findByText("cheese")).tagName).toBe("EM");
    expect(shown.getByText("Date and time")).toBeVisible();
  });

  it("says what is missing, and that the poster is not known yet", async () => {
    show({}, {});
    const shown = await preview();
    for (const words of ["Event name", "Date and time", "Location", /a pattern of its own/])
      expect(await shown.findByText(words)).toBeVisible();
  });

  it("has the pattern of a draft, which its event keeps", async () => {
    show({}, { ...typed, draftId: "abc" });
    await (await preview()).findByText(typed.name);
    expect(document.querySelector("section svg[class*=poster-]")).toBeVisible();
  });

  it("has the stored picture until it is removed", async () => {
    show({}, { ...typed, pictureId: "0123456789abcdefghjk" });
    await (await preview()).findByText(typed.name);
    expect(document.querySelector("section img")).toBeVisible();
    await userEvent.click(screen.getByRole("checkbox", { name: "Remove picture" }));
    expect(document.querySelector("section img")).toBeNull();
  });

  it("is one of two views on narrow screens, and the fields are where they were on the way back", async () => {
    const scrolled = vi.spyOn(window, "scrollTo").mockImplementation(() => {});
    show({});
    const views = within(screen.getByRole("group", { name: "View" }));
    const [edit, see] = ["Edit", "Preview"].map((name) => views.getByRole("button", { name }));
    const pressed = () => [edit, see].map((button) => button?.getAttribute("aria-pressed"));
    expect(pressed()).toEqual(["true", "false"]);
    window.scrollY = 900;
    await userEvent.click(see as HTMLElement);
    expect(pressed()).toEqual(["false", "true"]);
    window.scrollY = 0;
    await userEvent.click(edit as HTMLElement);
    expect(pressed()).toEqual(["true", "false"]);
    expect(scrolled).toHaveBeenLastCalledWith(0, 900);
  });
});

describe("the buttons", () => {
  it("send the event with Enter", async () => {
    const { sent } = show({});
    await userEvent.type(field("location"), "{Enter}");
    await waitFor(() => expect(sent.map(({ intent }) => intent)).toEqual(["create"]));
  });
});

describe("the picture", () => {
  const pictureId = "0123456789abcdefghjk";
  const shown = () => document.querySelector("form img")?.getAttribute("src");

  it("is shown, and can be removed", async () => {
    const { sent, press } = show({}, { ...typed, pictureId });
    expect(shown()).toBe(`/pictures/${pictureId}/960.webp`);
    await userEvent.click(screen.getByRole("checkbox", { name: "Remove picture" }));
    await press();
    expect(sent).toMatchObject([{ pictureId, removePicture: "on" }]);
  });

  it("is chosen as a file, and cannot be removed where there is none", () => {
    show({});
    const picture = screen.getByLabelText("Picture");
    expect([picture.getAttribute("type"), picture.getAttribute("name")]).toEqual(["file", "picture"]);
    expect(picture).not.toBeRequired();
    expect(shown()).toBeUndefined();
    expect(screen.queryByRole("checkbox", { name: "Remove picture" })).not.toBeInTheDocument();
  });

  it("is refused before it is sent if it is too large", async () => {
    const { sent, press } = show({});
    const file = new File([new Uint8Array(8 * 1024 * 1024 + 1)], "a.png", { type: "image/png" });
    await userEvent.upload(screen.getByLabelText("Picture"), file);
    await press();
    expect(await screen.findByText("Choose a picture of at most 8 MB.")).toBeVisible();
    expect(screen.getByLabelText("Picture")).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it.each([
    ["picture-kind", /JPEG, PNG, WebP or AVIF/],
    ["picture-size", /at most 8 MB/],
    ["picture-pixels", /more than 50 megapixels/],
    ["picture-animated", /does not move/],
    ["picture-broken", /damaged or incomplete/],
    ["picture-gone", /no longer stored/],
    ["picture-limited", /Try again in 2 minutes/],
  ])("shows %s beside the field", async (reason, words) => {
    const { press } = show({ refusal: { reason, facts: { seconds: 100 } } });
    await press();
    const picture = screen.getByLabelText("Picture");
    await waitFor(() => expect(picture).toHaveAccessibleDescription(expect.stringMatching(words)));
    await waitFor(() => expect(picture).toHaveFocus());
  });

  it("is kept by a refused form, and dropped when it is no longer stored", async () => {
    const { sent, press } = show({ refusal: { reason: "past" } }, { ...typed, pictureId });
    await press();
    await screen.findByText("The start must be in the future.");
    expect(shown()).toContain(pictureId);
    await press();
    expect(sent[1]).toMatchObject({ pictureId });
    const other = show({ refusal: { reason: "picture-gone" } }, { ...typed, pictureId });
    const [, button] = screen.getAllByRole("button", { name: "Create event" });
    await userEvent.click(button as HTMLElement);
    await screen.findByText(/no longer stored/);
    await userEvent.click(button as HTMLElement);
    expect(other.sent.map((fields) => fields.pictureId)).toEqual([pictureId, ""]);
  });
});

describe("a draft", () => {
  const pressSave = () => userEvent.click(screen.getByRole("button", { name: "Save draft" }));

  it("is saved with an incomplete form, and belongs to the draft that was opened", async () => {
    const { sent } = show({}, { ...typed, name: "", draftId: "abc", revision: "3" });
    await pressSave();
    expect(sent).toMatchObject([{ intent: "draft", name: "", draftId: "abc", revision: "3" }]);
  });

  it("that was saved in another tab keeps what was typed, and is then saved over it", async () => {
    const answer = { refusal: { reason: "draft-stale", facts: { revision: 4 } } };
    const { sent } = show(answer, { ...typed, draftId: "abc", revision: "3" });
    await pressSave();
    expect(await screen.findByRole("alert")).toHaveTextContent(/saved in another tab/);
    expect(field("name")).toHaveValue(typed.name);
    await pressSave();
    expect(sent.map(({ revision }) => revision)).toEqual(["3", "4"]);
  });

  it("is told apart from the event by what creating it fixes", () => {
    show({});
    expect(screen.getByText(/fixes its date, time, time zone and duration for ever/)).toBeVisible();
  });
});

describe("EditEventForm", () => {
  const show = (action: FormAction, least = 1) =>
    render(
      <EditEventForm
        action={action}
        eventId="abc"
        values={{ ...typed, version: "version-1" }}
        least={least}
        schedule={{
          startsAt: new Date("2030-10-27T19:30Z"),
          endsAt: new Date("2030-10-27T21:00Z"),
          durationMinutes: 90,
          timeZone: "Europe/London",
        }}
      >
        <p>Date and time are fixed.</p>
      </EditEventForm>,
    );

  it("neither has nor sends a field for date, time, zone or duration", async () => {
    const sent: Record<string, string>[] = [];
    show(async (state, form) => {
      sent.push(textFields(form));
      return state;
    });
    for (const label of ["Date", "Time", "Time zone", "Hours", "Minutes"])
      expect(screen.queryByLabelText(label)).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    const { name, description, location, host, contact, capacity } = typed;
    const changeable = { name, description, location, host, contact, capacity };
    expect(sent).toEqual([
      { intent: "save", eventId: "abc", version: "version-1", ...changeable, ...untouched },
    ]);
  });

  it("shows the event's page with the date that it has", async () => {
    show(async (state) => state);
    const shown = within(await screen.findByRole("region", { name: "Preview" }));
    expect(await shown.findByText("Sunday 27 October 2030")).toBeVisible();
    expect(shown.getByText(/19:30–21:00 GMT$/)).toBeVisible();
    expect(screen.getByText("Date and time are fixed.")).toBeVisible();
  });

  it("shows what somebody else changed, keeps what was typed, and then sends the version it showed", async () => {
    const sent: Record<string, string>[] = [];
    show(async (state, form) => {
      sent.push(textFields(form));
      const texts = { location: "Elsewhere", host: "The Chess Club", description: "" };
      const facts = { ...texts, pictureId: "", version: "version-2" };
      const refusal = sent.length === 1 ? { reason: "stale", facts } : { reason: "busy" };
      return { errors: {}, values: textFields(form), refusal, submissions: state.submissions + 1 };
    });
    const save = screen.getByRole("button", { name: "Save changes" });
    await userEvent.clear(field("location"));
    await userEvent.type(field("location"), "The Small Hall");
    await userEvent.click(save);
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(/was changed after you opened this form, so nothing was saved/);
    expect(alert).toHaveTextContent(
      /Location is now ?Elsewhere ?Host is now ?The Chess Club ?Description is now ?empty ?Picture is now ?removed/,
    );
    expect(alert).not.toHaveTextContent(/Event name|Capacity is/);
    await waitFor(() => expect(alert).toHaveFocus());
    expect(field("location")).toHaveValue("The Small Hall");
    await userEvent.click(save);
    await screen.findByText(/Evento is busy/);
    await userEvent.click(save);
    expect(sent.map(({ version }) => version)).toEqual(["version-1", "version-2", "version-2"]);
    expect(sent.at(-1)?.location).toBe("The Small Hall");
  });

  it("shows the smallest capacity beside the field, from the browser or the server", async () => {
    const words = "Capacity cannot be lower than 101, the number of tickets allocated.";
    show(async (state, form) => ({
      ...state,
      values: textFields(form),
      refusal: { reason: "below-allocated", facts: { least: 101 } },
      submissions: state.submissions + 1,
    }));
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    await screen.findByText(words);
    expect(field("capacity")).toHaveAccessibleDescription(expect.stringContaining(words));
  });

  it("does so before sending if it is known", async () => {
    const sent: unknown[] = [];
    show(async (state) => {
      sent.push(state);
      return state;
    }, 101);
    await userEvent.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText(/cannot be lower than 101,/)).toBeVisible();
    expect(sent).toEqual([]);
  });
});
