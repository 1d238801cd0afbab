import type { MetadataRoute } from "next";
import { settings } from "@/lib/runtime/env";

// A build does not know the address of the site.
export const dynamic = "force-dynamic";

/** Search engines may list events, but no pages of accounts or mailed links. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: [
        "/account",
        "/api/",
        "/dashboard",
        "/dev/",
        "/feeds/",
        "/forgot-password",
        "/register",
        "/reset-password",
        "/sign-in",
        "/tickets",
        "/verify-email",
      ],
    },
    sitemap: `${settings().appUrl}/sitemap.xml`,
  };
}
