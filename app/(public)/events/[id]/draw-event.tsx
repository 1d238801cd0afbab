import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ImageResponse } from "next/og";
import { drawable } from "@/lib/events/drawable";
import type { FeedEvent } from "@/lib/events/queries";
import { formatEventTime, formatWhenInFull } from "@/lib/time/format";
import { light } from "@/tailwind.config";

export const pictureSize = { width: 1200, height: 630 };

const { page: paper, ink, muted, accent: marigold, raised, bad, "bad-soft": badSoft } = light;

/** next/og reads no WOFF2, and one name for each part of a font. */
const fontFiles = [
  ...["latin", "latin-ext", "vietnamese"].map((part) => ["bricolage-grotesque", part, 800] as const),
  ...["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"].map(
    (part) => ["inter", part, 600] as const,
  ),
];

const families = (font: string) =>
  fontFiles.flatMap(([name, part]) => (name === font ? [`${name} ${part}`] : [])).join(", ");
const text = families("inter");
const display = `${families("bricolage-grotesque")}, ${text}`;

const readFonts = () =>
  Promise.all(
    fontFiles.map(async ([name, part, weight]) => {
      const file = `node_modules/@fontsource/${name}/files/${name}-${part}-${weight}-normal.woff`;
      const data = await readFile(path.join(process.cwd(), file));
      return { name: `${name} ${part}`, data, weight, style: "normal" as const };
    }),
  );
let fonts: ReturnType<typeof readFonts> | undefined;

/**
 * Draws name, date, place and host as a PNG of 1200 × 630. For characters that its fonts lack, next/og would ask
 * servers of others, and a letter with so many accents that it is wider than its line would keep it busy for ever:
 * `drawable` leaves both out.
 */
export async function drawEvent(event: FeedEvent): Promise<ArrayBuffer> {
  fonts ??= readFonts();
  return new ImageResponse(<Picture event={event} />, { ...pictureSize, fonts: await fonts }).arrayBuffer();
}

const sizeOf = (name: string) =>
  name.length <= 24 ? 88 : name.length <= 48 ? 72 : name.length <= 80 ? 58 : 48;

function Picture({ event }: { event: FeedEvent }) {
  const { date } = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  const name = drawable(event.name) ?? date;
  const host = drawable(event.host);
  const place = drawable(event.location);
  const clamped = { display: "block", lineClamp: 2, wordBreak: "break-word" } as const;
  const struck = event.cancelled ? "line-through" : "none";
  return (
    <div style={{ display: "flex", width: "100%", height: "100%", backgroundColor: paper, color: ink }}>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          width: 885,
          padding: "64px 56px 56px 64px",
          fontFamily: text,
          fontSize: 34,
          lineHeight: 1.3,
        }}
      >
        <div style={{ display: "flex", flexDirection: "column", alignItems: "flex-start" }}>
          {event.cancelled && (
            <div
              style={{
                display: "flex",
                marginBottom: 24,
                padding: "6px 20px",
                borderRadius: 12,
                backgroundColor: badSoft,
                color: bad,
              }}
            >
              Cancelled
            </div>
          )}
          <div
            style={{
              ...clamped,
              lineClamp: event.cancelled ? 3 : 4,
              fontFamily: display,
              fontSize: sizeOf(name),
              lineHeight: 1.08,
              letterSpacing: "-0.02em",
            }}
          >
            {name}
          </div>
        </div>
        <div style={{ display: "flex", flexDirection: "column", alignItems: "flex-start" }}>
          <div style={{ ...clamped, textDecoration: struck }}>
            {formatWhenInFull(event.startsAt, event.endsAt, event.timeZone)}
          </div>
          {place && <div style={{ ...clamped, lineClamp: 1, color: muted }}>{place}</div>}
          {host && <div style={{ ...clamped, lineClamp: 1, color: muted }}>{`by ${host}`}</div>}
        </div>
      </div>
      <Pattern eventId={event.id} />
    </div>
  );
}

const tile = 105;
const colours = [
  [ink, marigold],
  [marigold, ink],
  [raised, ink],
  [raised, marigold],
];
const corners = [`${tile}px 0 0 0`, `0 ${tile}px 0 0`, `0 0 ${tile}px 0`, `0 0 0 ${tile}px`, `${tile / 2}px`];

/** Three columns of tiles that are the event's own: they follow from its id alone. */
function Pattern({ eventId }: { eventId: string }) {
  const bytes = createHash("sha256").update(eventId).digest().subarray(0, 18);
  return (
    <div style={{ display: "flex", flexWrap: "wrap", width: 3 * tile, height: 6 * tile }}>
      {[...bytes].map((byte, place) => {
        const [ground, shape] = colours[byte % colours.length] ?? [];
        const borderRadius = corners[Math.floor(byte / colours.length) % corners.length];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tiles never move
          <div key={place} style={{ display: "flex", width: tile, height: tile, backgroundColor: ground }}>
            <div style={{ width: tile, height: tile, backgroundColor: shape, borderRadius }} />
          </div>
        );
      })}
    </div>
  );
}
