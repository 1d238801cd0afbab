import type { Metadata } from "next";
import { feedAddress } from "@/lib/events/feed-address";
import { settings } from "@/lib/runtime/env";

type SharedPage = {
  title: string;
  /** One or two sentences. */
  description: string;
  /** The one address of the page. */
  path: string;
  /** Of its calendar and of its feed. */
  calendar: string;
  feed?: string;
  /** If there is no `opengraph-image` beside the page; that of the site is only for pages without `openGraph`. */
  picture?: typeof sitePicture;
};

export const sitePicture = {
  url: "/opengraph-image.png",
  width: 1200,
  height: 630,
  alt: "Evento: what is on, when and where",
};

/** The metadata of a public page: for search engines, and for previews of links to it. */
export function sharing({
  title,
  description,
  path,
  calendar,
  feed = feedAddress("atom", {}),
  picture,
}: SharedPage): Metadata {
  const { appUrl } = settings();
  const url = appUrl + path;
  return {
    title,
    description,
    alternates: {
      canonical: url,
      types: { "text/calendar": appUrl + calendar, "application/atom+xml": appUrl + feed },
    },
    openGraph: {
      ...{ type: "website", siteName: "Evento", locale: "en_GB", title, description, url },
      ...(picture && { images: [picture] }),
    },
    twitter: { card: "summary_large_image" },
  };
}
