import type { MetadataRoute } from "next";

/** The events are for search engines; what belongs to an account or is mailed to somebody is not. */
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
        "/forgot-password",
        "/register",
        "/reset-password",
        "/sign-in",
        "/tickets",
        "/verify-email",
      ],
    },
  };
}
