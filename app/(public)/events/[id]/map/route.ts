import { mapAddress } from "@/lib/events/map-address";
import { findFeedEvent } from "@/lib/events/queries";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** Leads to a map at an event's place, in the program for maps that the device has. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const event = await findFeedEvent((await params).id);
  if (!event) return new Response("Not found", { status: 404 });
  const address = mapAddress(event.location, request.headers.get("user-agent") ?? "");
  return new Response(null, { status: 307, headers: { Location: address, Vary: "User-Agent" } });
}
