import { findFeedEvent } from "@/lib/events/queries";
import { cacheUntil } from "@/lib/runtime/request-context";
import { drawEvent, pictureSize } from "./draw-event";

export const dynamic = "force-dynamic";

export const alt = "The event’s name, date and place";
export const size = pictureSize;
export const contentType = "image/png";

type Props = { params: Promise<{ id: string }> };

/** The picture of links to an event in chats and social networks, which show it on their own pages. */
export default async function Picture({ params }: Props): Promise<Response> {
  const event = await findFeedEvent((await params).id);
  if (!event) return new Response("Not found", { status: 404 });
  cacheUntil(null);
  const headers = { "Content-Type": contentType, "Cross-Origin-Resource-Policy": "cross-origin" };
  return new Response(await drawEvent(event), { headers });
}
