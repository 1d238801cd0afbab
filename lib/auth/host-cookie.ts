import { stringifySetCookie } from "cookie";
import { settings } from "@/lib/runtime/env";

/** The attributes of every cookie. */
export const hostCookieOptions = () =>
  ({
    httpOnly: true,
    sameSite: "lax",
    secure: settings().appUrl.startsWith("https://"),
    path: "/",
  }) as const;

/** The name of a cookie: under https with a prefix, by which browsers let no other host set or read it. */
export const hostCookieName = (name: string) => (hostCookieOptions().secure ? `__Host-${name}` : name);

type HostCookie = {
  /** Without a prefix. */
  name: string;
  value: string;
  /** In seconds; 0 deletes the cookie. */
  maxAge: number;
  /** Whether scripts cannot read it, which is so if not said otherwise. */
  httpOnly?: boolean;
};

/** The `Set-Cookie` value of any cookie but next-auth's. */
export const hostCookie = ({ name, ...cookie }: HostCookie): string =>
  stringifySetCookie({ name: hostCookieName(name), ...hostCookieOptions(), ...cookie });
