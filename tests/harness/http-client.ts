import { asFetchAction, changeFields, type FormChanges, formData, readForm } from "./html-form";

/** A response with its whole body. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** The requested URL. */
  url: string;
  /** Path and query of a redirect, or null. */
  location: string | null;
};

type Sending = { method?: string; headers?: Record<string, string>; body?: BodyInit };

/** A browser without JavaScript: it stores cookies, and follows redirects only with `follow`. */
export type Visitor = {
  /** The `Cookie` header for `/`. */
  cookies: () => string;
  /** The value of a cookie, whatever pages it is for; empty without one. */
  cookie: (name: string) => string;
  setCookie: (name: string, value: string) => void;
  send: (path: string, sending?: Sending) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
  /** The request of Next's router; follows the redirect that adds its cache key. */
  getRsc: (path: string) => Promise<Answer>;
  /** The response at the end of the redirects. */
  follow: (answer: Answer) => Promise<Answer>;
  /**
   * Submits the form of a button on a page, with `fields` changed, added or removed (null).
   */
  submit: (page: Answer, button: string, fields?: FormChanges, headers?: HeaderChanges) => Promise<Answer>;
  /** Like `submit`, as with JavaScript: the response is the action's result instead of a page. */
  callAction: (page: Answer, button: string, fields?: FormChanges) => Promise<Answer>;
};

type HeaderChanges = Record<string, string>;
type Cookie = { value: string; path: string };

/**
 * Opens a browser without JavaScript for the site at `origin`, such as `http://localhost:3000`.
 * @param site the address that people know, if `origin` is one of several servers behind it
 */
export function openVisitor(origin: string, site = origin): Visitor {
  const jar = new Map<string, Cookie>();

  const cookiesFor = (path: string) =>
    [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");

  const send: Visitor["send"] = async (path, { method = "GET", headers, body } = {}) => {
    const url = new URL(path, origin);
    const cookie = cookiesFor(url.pathname);
    const response = await fetch(url, {
      method,
      headers: {
        "Accept-Encoding": "identity",
        ...(cookie && { Cookie: cookie }),
        ...(method !== "GET" && method !== "HEAD" && { Origin: site }),
        ...headers,
      },
      body,
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      url: url.href,
      location: location && pathOf(new URL(location, url), [origin, site]),
    };
  };

  const get = (path: string) => send(path);

  const getRsc = async (path: string) => {
    const headers = { RSC: "1" };
    const answer = await send(path, { headers });
    return answer.status === 307 && answer.location ? send(answer.location, { headers }) : answer;
  };

  const follow = async (answer: Answer) => {
    let at = answer;
    for (let hops = 0; at.location !== null && hops < 10; hops += 1) at = await get(at.location);
    return at;
  };

  const submit: Visitor["submit"] = (page, button, fields = {}, headers = {}) => {
    const { action, method, entries } = readForm(page, button);
    const body = formData(changeFields(entries, fields));
    if (method === "post") return send(action, { method: "POST", body, headers });
    const query = new URLSearchParams([...body].map(([name, value]) => [name, String(value)]));
    return send(`${action.split("?", 1)[0]}?${query}`);
  };

  const callAction: Visitor["callAction"] = (page, button, fields = {}) => {
    const { action, entries } = readForm(page, button);
    return send(action, { method: "POST", ...asFetchAction(changeFields(entries, fields)) });
  };

  return {
    cookies: () => cookiesFor("/"),
    cookie: (name) => jar.get(name)?.value ?? "",
    setCookie: (name, value) => {
      jar.set(name, { value, path: "/" });
    },
    send,
    get,
    getRsc,
    follow,
    submit,
    callAction,
  };
}

const pathOf = (url: URL, origins: string[]) =>
  origins.includes(url.origin) ? url.pathname + url.search + url.hash : url.href;

function keep(jar: Map<string, Cookie>, line: string) {
  const [pair = "", ...attributes] = line.split(/;\s*/);
  const [name = "", ...value] = pair.split("=");
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? "/";
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) jar.delete(name);
  else jar.set(name, { value: value.join("="), path });
}

/** Whether the server knows a browser's session. */
export const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.get("/account")).status === 200;

/** The id of the event whose page on the dashboard an address leads to. */
export const eventIdIn = (address: string | null): string =>
  /\/dashboard\/events\/([0-9a-z]{20})/.exec(address ?? "")?.[1] ?? "";
