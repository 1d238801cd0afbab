import { newId } from "@/lib/runtime/ids";
import { addDoorPasses, addEvent, addPicture, addTickets, signedId, testPassword } from "./accounts";
import { callOf } from "./built-actions";
import { labelledValue } from "./html-form";
import type { Answer, Visitor } from "./http-client";
import { sampleFacts } from "./mail-facts";
import type { World } from "./world";

export type OpenRoute = {
  path: string;
  who: Visitor;
  /** Of the answer, in a world without a mail server. */
  status: number;
  /** What is posted to a handler that takes nothing else. */
  body?: string;
};

/** The answer of a route to whom it is for. */
export function askRoute({ path, who, body }: OpenRoute): Promise<Answer> {
  const headers = { "Content-Type": "application/json" };
  return body === undefined ? who.get(path) : who.send(path, { method: "POST", body, headers });
}

/** A browser in which the password of an account with two-step sign-in was right. */
async function enterFirstStep(world: World): Promise<Visitor> {
  const { account } = await world.join();
  await world.database.insert("two_step_sign_ins", [
    { user_id: account.id, sealed_key: "none", turned_on_at: new Date(), last_step: 0 },
  ]);
  const visitor = world.visitor();
  const fields = { email: account.email, password: testPassword };
  await visitor.submit(await visitor.get("/sign-in"), "Sign in", fields);
  return visitor;
}

/** Begins to add a passkey to an account with `testPassword`. Its form is for browsers that run scripts. */
export async function startPasskey(visitor: Visitor, passkeyName = "Phone"): Promise<void> {
  const fields = { passkeyName, currentPassword: testPassword };
  const call = callOf("app/(account)/account/actions.ts#startPasskey", fields);
  await visitor.send("/account", { method: "POST", ...call });
}

/** A link with which the password of an account can be set. */
async function resetLink(world: World, email: string): Promise<string> {
  const [id, at] = [newId(), new Date()];
  const expires_at = new Date(at.getTime() + 1_800_000);
  await world.database.insert("password_resets", [{ id, email, created_at: at, expires_at }]);
  return `/reset-password?token=${signedId("reset-password", id)}`;
}

/** An address of each route of app/, and who may read it. */
export async function openEveryRoute(world: World): Promise<Record<string, OpenRoute>> {
  const { account: organiser, visitor: host } = await world.join({ role: "organiser" });
  const { account: attendee, visitor } = await world.join();
  const startsAt = new Date(Date.now() + 3_600_000);
  const event = await addEvent(world.database, { createdBy: organiser.id, startsAt });
  const guest = world.visitor();
  const picture = await addPicture(world.database, organiser, event);
  const [ticket] = await addTickets(world.database, event, [attendee]);
  const [pass] = await addDoorPasses(world.database, event, organiser, ["North entrance"]);
  await startPasskey(visitor);
  const fields = { name: "Ada", email: `${newId()}@example.org`, password: testPassword };
  await guest.submit(await guest.get("/register"), "Create account", fields);
  const [registration] = await world.database.sql("select id from registrations where email = ?", [
    fields.email,
  ]);
  const [mail, at] = [newId(), new Date()];
  await world.database.insert("outbox", [
    {
      ...{ id: mail, kind: "ticket", recipient: attendee.email, dedupe_key: mail, event_id: event },
      ...{ facts: JSON.stringify(sampleFacts.ticket), state: "sent", created_at: at, due_at: at },
    },
  ]);
  const calendar = new URL(labelledValue(await visitor.get("/account"), "Calendar address")).pathname;
  const manage = `/dashboard/events/${event}`;
  const scan = JSON.stringify({ code: "AAAA-AAAA-AAAA-AAAA", nonce: newId() });
  const sync = JSON.stringify({ sentAt: new Date(), done: [] });
  const addresses: Record<string, [path: string, who: Visitor, status?: number, body?: string]> = {
    "/": ["/", guest],
    "/[...missing]": ["/no/such/page", guest, 404],
    "/account": ["/account", visitor],
    "/account/data": ["/account/data", visitor],
    "/account/passkey": ["/account/passkey", visitor],
    "/account/two-step": ["/account/two-step", visitor],
    "/api/health/ready": ["/api/health/ready", guest],
    "/api/metrics": ["/api/metrics", guest, 404],
    "/api/viewer": ["/api/viewer", visitor],
    "/dashboard": ["/dashboard", host],
    "/dashboard/events/[id]": [manage, host],
    "/dashboard/events/[id]/attendees.csv": [`${manage}/attendees.csv`, host],
    "/dashboard/events/[id]/door": [`${manage}/door`, host],
    "/dashboard/events/[id]/door-list": [`${manage}/door-list`, host],
    "/dashboard/events/[id]/door/list": [`${manage}/door/list`, host],
    "/dashboard/events/[id]/door/scan": [`${manage}/door/scan`, host, 200, scan],
    "/dashboard/events/[id]/door/sync": [`${manage}/door/sync`, host, 200, sync],
    "/dashboard/events/[id]/edit": [`${manage}/edit`, host],
    "/dashboard/events/[id]/messages": [`${manage}/messages`, host],
    "/dashboard/events/[id]/statistics": [`${manage}/statistics`, host],
    "/dashboard/events/new": ["/dashboard/events/new", host],
    "/dev/mailbox": ["/dev/mailbox", guest],
    "/dev/mailbox/[id]": [`/dev/mailbox/${mail}`, guest],
    "/dev/mailbox/[id]/attachments/[name]": [`/dev/mailbox/${mail}/attachments/ticket-qr.png`, guest],
    "/dev/mailbox/[id]/html": [`/dev/mailbox/${mail}/html`, guest],
    "/door/[pass]": [`/door/${pass}`, guest],
    "/door/[pass]/list": [`/door/${pass}/list`, guest],
    "/door/[pass]/scan": [`/door/${pass}/scan`, guest, 200, scan],
    "/door/[pass]/sync": [`/door/${pass}/sync`, guest, 200, sync],
    "/events.atom": ["/events.atom", guest],
    "/events.ics": ["/events.ics", guest],
    "/events/[id]": [`/events/${event}`, guest],
    "/events/[id]/event.ics": [`/events/${event}/event.ics`, guest],
    "/events/[id]/map": [`/events/${event}/map`, guest, 307],
    "/feeds/tickets/[file]": [calendar, guest],
    "/forgot-password": ["/forgot-password", guest],
    "/pictures/[id]/[file]": [`/pictures/${picture}/480.webp`, guest],
    "/register": ["/register", guest],
    "/reset-password": [await resetLink(world, attendee.email), guest],
    "/sign-in": ["/sign-in", guest],
    "/sign-in/code": ["/sign-in/code", await enterFirstStep(world)],
    "/sign-in/passkey": ["/sign-in/passkey", guest, 200, ""],
    "/tickets": ["/tickets", visitor],
    "/tickets/[id]": [`/tickets/${ticket}`, visitor],
    "/verify-email": [`/verify-email?token=${signedId("confirm-email", String(registration?.id))}`, guest],
  };
  return Object.fromEntries(
    Object.entries(addresses).map(([route, [path, who, status = 200, body]]) => [
      route,
      { path, who, status, body },
    ]),
  );
}
