import { newId } from "@/lib/runtime/ids";
import { testPassword } from "./accounts";
import { type Identity, identities, type Scene } from "./scene";

// Who gets what answer from every route and every action: tests/requests/authorisation.request.test.ts tries each cell.

/**
 * The status of a route. Of an action: `done`, `sign-in` where it leads there, `stale` where one has to start again, or
 * the reason of its refusal.
 */
type Expected = Record<Identity, string | number>;

export type RouteRow = {
  /** As in Next's list of routes. */
  route: string;
  path: (scene: Scene, who: Identity) => string;
  /** What is posted to it, for handlers of POST. */
  body?: (scene: Scene) => unknown;
  expected: Expected;
};

export type ActionRow = {
  /** `<file>#<export>` */
  action: string;
  /** A page with its form. */
  path: (scene: Scene, who: Identity) => string;
  fields: (scene: Scene, who: Identity) => Record<string, string>;
  expected: Expected;
};

type Cells = Partial<Expected>;
const all = (answer: string | number, but: Cells = {}): Expected => ({
  ...(Object.fromEntries(identities.map((identity) => [identity, answer])) as Expected),
  ...but,
});

/** One answer for everybody with a session, and another for the rest. */
const signedIn = (answer: string | number, others: string | number, but: Cells = {}) =>
  all(others, {
    ...{ attendee: answer, holder: answer, "other organiser": answer, promoted: answer, creator: answer },
    ...but,
  });

const organisers = (answer: string | number) => ({ promoted: answer, creator: answer });
const doors = (answer: string | number) => ({ "door pass": answer });

const page = (route: string, expected: Expected, path: RouteRow["path"] = () => route): RouteRow => ({
  ...{ route, path, expected },
});

const ofEvent = (section: string): RouteRow => ({
  route: `/dashboard/events/[id]${section}`,
  path: ({ event }) => `/dashboard/events/${event}${section}`,
  expected: signedIn(404, 307, organisers(200)),
});

const door = (section: string, body?: RouteRow["body"]): RouteRow[] => [
  {
    route: `/dashboard/events/[id]/door/${section}`,
    path: ({ tonight }) => `/dashboard/events/${tonight}/door/${section}`,
    body,
    expected: all(404, organisers(200)),
  },
  {
    route: `/door/[pass]/${section}`,
    path: (scene, who) => `/door/${scene.secretOf(who)}/${section}`,
    body,
    // What was scanned before a pass was withdrawn is still taken in, and a scan is told so.
    expected: all(404, { ...doors(200), ...(body && { "withdrawn pass": 200 }) }),
  },
];

export const routes: RouteRow[] = [
  page("/", all(200)),
  page("/events/[id]", all(200), ({ event }) => `/events/${event}`),
  page("/events/[id]/event.ics", all(200), ({ event }) => `/events/${event}/event.ics`),
  page("/events/[id]/map", all(307), ({ event }) => `/events/${event}/map`),
  page("/events/[id]/opengraph-image", all(200), ({ event }) => `/events/${event}/opengraph-image`),
  page("/events.atom", all(200)),
  page("/events.ics", all(200)),
  page("/pictures/[id]/[file]", all(200), ({ picture }) => `/pictures/${picture}/480.webp`),
  page("/[...missing]", all(404), () => "/no-such-page"),
  page("/api/health/ready", all(200)),
  // Without METRICS_TOKEN; a session does not count.
  page("/api/metrics", all(404)),
  page("/api/viewer", all(200), ({ event }) => `/api/viewer?event=${event}`),
  page("/robots.txt", all(200)),
  page("/sitemap.xml", all(200)),
  page("/manifest.webmanifest", all(200)),
  page("/favicon.ico", all(200)),
  page("/icon.svg", all(200)),
  page("/apple-icon.png", all(200)),
  page("/opengraph-image.png", all(200)),
  page("/register", signedIn(307, 200)),
  page("/sign-in", signedIn(307, 200)),
  // Those who have not entered their password go back to it.
  page("/sign-in/code", all(307)),
  { ...page("/sign-in/passkey", all(200)), body: () => ({}) },
  page("/forgot-password", signedIn(307, 200)),
  page("/verify-email", all(410), () => "/verify-email?token=x.y"),
  page("/reset-password", signedIn(307, 410), () => "/reset-password?token=x.y"),
  // On this machine, without SMTP_URL.
  page("/dev/mailbox", all(200)),
  page("/dev/mailbox/[id]", all(200), ({ mail }) => `/dev/mailbox/${mail}`),
  page("/dev/mailbox/[id]/html", all(200), ({ mail }) => `/dev/mailbox/${mail}/html`),
  page(
    "/dev/mailbox/[id]/attachments/[name]",
    all(404),
    ({ mail }) => `/dev/mailbox/${mail}/attachments/none`,
  ),
  page("/tickets", signedIn(200, 307)),
  page("/tickets/[id]", signedIn(404, 307, { holder: 200 }), ({ ticket }) => `/tickets/${ticket}`),
  page(
    "/feeds/tickets/[file]",
    all(404, { "feed address": 200 }),
    (scene, who) => `/feeds/tickets/${scene.secretOf(who)}.ics`,
  ),
  page("/account", signedIn(200, 307)),
  page("/account/data", signedIn(200, 307)),
  page("/account/two-step", signedIn(200, 307)),
  // Without a passkey that is being added it leads to the account.
  page("/account/passkey", all(307)),
  page("/dashboard", signedIn(200, 307)),
  page("/dashboard/events/new", signedIn(404, 307, { "other organiser": 200, creator: 200 })),
  ofEvent(""),
  ofEvent("/attendees.csv"),
  ofEvent("/door"),
  ofEvent("/door-list"),
  ofEvent("/edit"),
  ofEvent("/messages"),
  ofEvent("/statistics"),
  page(
    "/dashboard/events/[id]",
    signedIn(404, 307, { creator: 307 }),
    ({ draft }) => `/dashboard/events/${draft}`,
  ),
  page(
    "/dashboard/events/[id]/edit",
    signedIn(404, 307, { creator: 200 }),
    ({ draft }) => `/dashboard/events/${draft}/edit`,
  ),
  page(
    "/door/[pass]",
    all(404, { ...doors(200), "withdrawn pass": 410 }),
    (scene, who) => `/door/${scene.secretOf(who)}`,
  ),
  ...door("list"),
  ...door("scan", ({ code }) => ({ code, nonce: newId() })),
  ...door("sync", () => ({ sentAt: new Date().toISOString(), done: [] })),
];

const account = "app/(account)/account/actions.ts";
const twoStep = "app/(account)/account/two-step/actions.ts";
const secondStep = "app/(auth)/sign-in/code/actions.ts";
const eventPage = "app/(public)/events/[id]/actions.ts";
const manage = "app/(organiser)/dashboard/events/[id]";

const onAccount = (
  name: string,
  fields: ActionRow["fields"],
  expected: Expected = signedIn("done", "signed-out"),
): ActionRow => ({ action: `${account}#${name}`, path: () => "/account", fields, expected });

const onTwoStep = (name: string, fields: ActionRow["fields"], answer = "done"): ActionRow => ({
  ...onAccount(name, fields, signedIn(answer, "signed-out")),
  ...{ action: `${twoStep}#${name}`, path: () => "/account/two-step" },
});

const onEvent = (
  name: string,
  fields: (scene: Scene) => Record<string, string>,
  { file = "/actions.ts", section = "" } = {},
): ActionRow => ({
  action: `${manage}${file}#${name}`,
  path: ({ event }) => `/dashboard/events/${event}${section}`,
  fields: (scene) => ({ eventId: scene.event, ...fields(scene) }),
  expected: signedIn("not-found", "signed-out", organisers("done")),
});

const atDoor = (name: string, fields: (scene: Scene) => Record<string, string>): ActionRow =>
  onEvent(name, (scene) => ({ eventId: scene.tonight, ...fields(scene) }), {
    ...{ file: "/door/actions.ts", section: "/door" },
  });

const byPass = (
  name: string,
  fields: (scene: Scene) => Record<string, string>,
  ended: string,
): ActionRow => ({
  action: `app/door/[pass]/actions.ts#${name}`,
  path: (scene, who) => `/door/${scene.secretOf(who)}`,
  fields: (scene, who) => ({ pass: scene.secretOf(who), ...fields(scene) }),
  expected: all("not-found", { ...doors("done"), "withdrawn pass": ended }),
});

const inADay = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const newEvent = () => ({
  ...{ intent: "create", name: "New", description: "", location: "Here", host: "", contact: "" },
  ...{ pictureId: "", capacity: "20", date: inADay(), time: "18:00", timeZone: "Asia/Tokyo" },
  ...{ hours: "1", minutes: "0", revision: "0" },
});

const strong = "marble tunnel orchard 42";

export const actions: ActionRow[] = [
  onAccount("saveName", () => ({ name: "Another name" })),
  onAccount("changePassword", () => ({ currentPassword: testPassword, newPassword: strong })),
  onAccount(
    "deleteAccount",
    () => ({ password: "not my password" }),
    signedIn("wrong-password", "signed-out"),
  ),
  onAccount("setReminders", () => ({ reminders: "off" })),
  onAccount("renewCalendarAddress", () => ({})),
  onAccount("signOutEverywhere", () => ({})),
  onAccount("signOut", () => ({}), all("done")),
  onAccount(
    "endSession",
    ({ session }) => ({ sessionId: session }),
    signedIn("not-found", "signed-out", { holder: "done" }),
  ),
  onAccount("startPasskey", () => ({ passkeyName: "Phone", currentPassword: testPassword })),
  onAccount("removePasskey", () => ({ passkeyId: newId() }), signedIn("not-found", "signed-out")),
  {
    action: "app/(account)/account/passkey/actions.ts#addPasskey",
    path: () => "/account/passkey",
    fields: () => ({ response: '{"id":"none"}' }),
    // Only after their password.
    expected: signedIn("stale", "signed-out"),
  },
  onTwoStep("startSetUp", () => ({ currentPassword: testPassword })),
  // Nobody has begun to set it up, or has it.
  onTwoStep("turnOn", () => ({ code: "123456" }), "stale"),
  onTwoStep("renewCodes", () => ({ currentPassword: testPassword }), "stale"),
  onTwoStep("turnOff", () => ({ currentPassword: testPassword })),
  onTwoStep("hideCodes", () => ({})),
  {
    action: `${secondStep}#enterCode`,
    path: () => "/sign-in/code",
    fields: () => ({ code: "123456" }),
    expected: all("proof-void"),
  },
  {
    action: `${secondStep}#enterRecoveryCode`,
    path: () => "/sign-in/code",
    fields: () => ({ recoveryCode: "0000-0000-0000" }),
    expected: all("proof-void"),
  },
  {
    action: `${eventPage}#requestTicket`,
    path: ({ event }) => `/events/${event}`,
    fields: ({ event }) => ({ eventId: event }),
    expected: signedIn("done", "sign-in", { "other organiser": "attendees-only", creator: "attendees-only" }),
  },
  {
    action: `${eventPage}#joinWaitingList`,
    path: ({ full }) => `/events/${full}`,
    fields: ({ full }) => ({ eventId: full, until: "start" }),
    expected: signedIn("done", "sign-in", { "other organiser": "attendees-only", creator: "attendees-only" }),
  },
  {
    action: `${eventPage}#leaveWaitingList`,
    path: ({ full }) => `/events/${full}`,
    fields: ({ full }) => ({ eventId: full }),
    expected: signedIn("done", "signed-out"),
  },
  {
    action: "app/(attendee)/tickets/[id]/actions.ts#cancelTicket",
    path: ({ ticket }) => `/tickets/${ticket}`,
    fields: ({ ticket }) => ({ ticketId: ticket }),
    expected: signedIn("not-found", "signed-out", { holder: "done" }),
  },
  {
    action: "app/(auth)/forgot-password/actions.ts#sendResetLink",
    path: () => "/forgot-password",
    fields: ({ holder }) => ({ email: holder.email }),
    expected: all("done"),
  },
  {
    action: "app/(auth)/register/actions.ts#register",
    path: () => "/register",
    fields: () => ({ name: "Nia", email: `${newId()}@example.org`, password: strong, role: "attendee" }),
    expected: all("done"),
  },
  {
    action: "app/(auth)/register/actions.ts#sendAgain",
    path: () => "/register",
    fields: ({ holder }) => ({ email: holder.email }),
    expected: all("done"),
  },
  {
    action: "app/(auth)/reset-password/actions.ts#setNewPassword",
    path: () => "/reset-password",
    fields: ({ holder }) => ({ token: `${holder.id}.made-up`, password: strong }),
    expected: all("link-void"),
  },
  {
    action: "app/(auth)/verify-email/actions.ts#confirm",
    path: () => "/verify-email",
    fields: ({ holder }) => ({ token: `${holder.id}.made-up`, password: testPassword }),
    expected: all("link-void"),
  },
  {
    action: "app/(auth)/sign-in/actions.ts#signIn",
    path: () => "/sign-in",
    // Ten attempts are the limit of an address, and the accounts have others.
    fields: () => ({ email: "nobody@example.org", password: strong }),
    expected: all("wrong-password"),
  },
  {
    action: "app/(auth)/sign-in/actions.ts#signInWithPasskey",
    path: () => "/sign-in",
    fields: () => ({ response: '{"id":"none"}' }),
    expected: all("wrong-passkey"),
  },
  onEvent("cancelEvent", () => ({ reason: "" })),
  onEvent("addOrganiser", ({ attendee }) => ({ email: attendee.email })),
  onEvent("makeOrganiser", ({ attendee }) => ({ userId: attendee.id })),
  onEvent("removeOrganiser", ({ promoted }) => ({ userId: promoted.id })),
  onEvent("resendMail", ({ mail }) => ({ mailId: mail })),
  onEvent("takeBackTicket", ({ ticket }) => ({ ticketId: ticket, reason: "Not theirs" })),
  onEvent("allowAgain", ({ waiting }) => ({ userId: waiting.id })),
  onEvent("removeFromWaitingList", ({ full, entry }) => ({ eventId: full, entryId: entry })),
  onEvent(
    "editEvent",
    ({ picture }) => ({
      pictureId: picture,
      ...{
        intent: "save",
        version: "",
        name: "The private view",
        description: "Bring a lantern.",
        contact: "",
      },
      ...{ location: "The Great Hall", host: "The Engine Society", capacity: "100" },
    }),
    { file: "/edit/actions.ts", section: "/edit" },
  ),
  onEvent(
    "sendMessage",
    () => ({ intent: "send", messageId: newId(), audience: "holders", subject: "Doors", body: "At seven." }),
    { file: "/messages/actions.ts", section: "/messages" },
  ),
  {
    action: `${manage}/edit/actions.ts#deleteDraft`,
    path: ({ draft }) => `/dashboard/events/${draft}/edit`,
    fields: ({ draft }) => ({ draftId: draft }),
    expected: signedIn("not-found", "signed-out", { creator: "done" }),
  },
  {
    action: "app/(organiser)/dashboard/events/new/actions.ts#createEvent",
    path: () => "/dashboard/events/new",
    fields: () => ({ ...newEvent(), draftId: "" }),
    expected: signedIn("not-found", "signed-out", { "other organiser": "done", creator: "done" }),
  },
  {
    action: "app/(organiser)/dashboard/events/new/actions.ts#createEvent",
    path: ({ draft }) => `/dashboard/events/${draft}/edit`,
    fields: ({ draft }) => ({ ...newEvent(), draftId: draft }),
    expected: signedIn("not-found", "signed-out", { creator: "done" }),
  },
  {
    action: "app/(organiser)/dashboard/events/new/actions.ts#createEvent",
    path: ({ draft }) => `/dashboard/events/${draft}/edit`,
    fields: ({ draft }) => ({ intent: "draft", draftId: draft, revision: "0", name: "Better" }),
    expected: signedIn("not-found", "signed-out", { creator: "done" }),
  },
  atDoor("checkIn", ({ code }) => ({ code, nonce: newId() })),
  atDoor("undo", ({ nonce }) => ({ nonce })),
  atDoor("makePass", () => ({ door: "East" })),
  atDoor("withdrawPass", ({ passId }) => ({ passId })),
  atDoor("settle", ({ heldCheckIn }) => ({ checkInId: heldCheckIn, intent: "dismiss" })),
  byPass("checkIn", ({ code }) => ({ code, nonce: newId() }), "not-valid"),
  byPass("undo", ({ passNonce }) => ({ nonce: passNonce }), "pass-ended"),
];
