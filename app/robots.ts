import type { MetadataRoute } from "next";

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
