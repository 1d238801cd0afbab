import { addDoorPasses, addEvent, addPicture, addTickets, testPassword } from "./accounts";
import { labelledValue } from "./html-form";
import type { Visitor } from "./http-client";
import type { World } from "./world";

/** An address of each route of app/, and who may read it, in a world without a mail server. */
export async function openEveryRoute(world: World): Promise<Record<string, { path: string; who: Visitor }>> {
  const { account: organiser, visitor: host } = await world.join({ role: "organiser" });
  const { account: attendee, visitor } = await world.join();
  const startsAt = new Date(Date.now() + 3_600_000);
  const event = await addEvent(world.database, { createdBy: organiser.id, startsAt });
  const guest = world.visitor();
  const picture = await addPicture(world.database, organiser, event);
  const [ticket] = await addTickets(world.database, event, [attendee]);
  const [pass] = await addDoorPasses(world.database, event, organiser, ["North entrance"]);
  const fields = { name: "Ada", email: "new@example.org", password: testPassword };
  await guest.submit(await guest.get("/register"), "Create account", fields);
  const [mail] = await world.database.sql("select id from outbox");
  const calendar = new URL(labelledValue(await visitor.get("/account"), "Calendar address")).pathname;
  const manage = `/dashboard/events/${event}`;
  const addresses: Record<string, [path: string, who: Visitor]> = {
    "/": ["/", guest],
    "/[...missing]": ["/no/such/page", guest],
    "/account": ["/account", visitor],
    "/account/data": ["/account/data", visitor],
    "/account/passkey": ["/account/passkey", visitor],
    "/account/two-step": ["/account/two-step", visitor],
    "/api/health/ready": ["/api/health/ready", guest],
    "/api/metrics": ["/api/metrics", guest],
    "/api/viewer": ["/api/viewer", visitor],
    "/dashboard": ["/dashboard", host],
    "/dashboard/events/[id]": [manage, host],
    "/dashboard/events/[id]/attendees.csv": [`${manage}/attendees.csv`, host],
    "/dashboard/events/[id]/door": [`${manage}/door`, host],
    "/dashboard/events/[id]/door-list": [`${manage}/door-list`, host],
    "/dashboard/events/[id]/door/list": [`${manage}/door/list`, host],
    "/dashboard/events/[id]/door/scan": [`${manage}/door/scan`, host],
    "/dashboard/events/[id]/door/sync": [`${manage}/door/sync`, host],
    "/dashboard/events/[id]/edit": [`${manage}/edit`, host],
    "/dashboard/events/[id]/messages": [`${manage}/messages`, host],
    "/dashboard/events/[id]/statistics": [`${manage}/statistics`, host],
    "/dashboard/events/new": ["/dashboard/events/new", host],
    "/dev/mailbox": ["/dev/mailbox", guest],
    "/dev/mailbox/[id]": [`/dev/mailbox/${mail?.id}`, guest],
    "/dev/mailbox/[id]/attachments/[name]": [`/dev/mailbox/${mail?.id}/attachments/none.png`, guest],
    "/dev/mailbox/[id]/html": [`/dev/mailbox/${mail?.id}/html`, guest],
    "/door/[pass]": [`/door/${pass}`, guest],
    "/door/[pass]/list": [`/door/${pass}/list`, guest],
    "/door/[pass]/scan": [`/door/${pass}/scan`, guest],
    "/door/[pass]/sync": [`/door/${pass}/sync`, guest],
    "/events.atom": ["/events.atom", guest],
    "/events.ics": ["/events.ics", guest],
    "/events/[id]": [`/events/${event}`, guest],
    "/events/[id]/event.ics": [`/events/${event}/event.ics`, guest],
    "/events/[id]/map": [`/events/${event}/map`, guest],
    "/feeds/tickets/[file]": [calendar, guest],
    "/forgot-password": ["/forgot-password", guest],
    "/pictures/[id]/[file]": [`/pictures/${picture}/480.webp`, guest],
    "/register": ["/register", guest],
    "/reset-password": ["/reset-password?token=x.y", guest],
    "/sign-in": ["/sign-in", guest],
    "/sign-in/code": ["/sign-in/code", guest],
    "/sign-in/passkey": ["/sign-in/passkey", guest],
    "/tickets": ["/tickets", visitor],
    "/tickets/[id]": [`/tickets/${ticket}`, visitor],
    "/verify-email": ["/verify-email?token=x.y", guest],
  };
  return Object.fromEntries(Object.entries(addresses).map(([route, [path, who]]) => [route, { path, who }]));
}
