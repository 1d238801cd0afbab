import { asFetchAction, changeFields, type FormChanges, formData, readForm } from "./html-form";

/** What the server answered, its body read to the end. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** The address that was asked. */
  url: string;
  /** Path and query of where it redirects to, or null. */
  location: string | null;
};

type Sending = { method?: string; headers?: Record<string, string>; body?: BodyInit };

/** A browser without scripts: keeps cookies, and follows a redirect only when it is asked to. */
export type Visitor = {
  /** What it would send as `Cookie` to `/`. */
  cookies: () => string;
  setCookie: (name: string, value: string) => void;
  send: (path: string, sending?: Sending) => Promise<Answer>;
  get: (path: string) => Promise<Answer>;
  /** As Next's router in a browser asks; follows the redirect that adds its cache key. */
  getRsc: (path: string) => Promise<Answer>;
  /** Where a redirect leads, or the answer itself when it is none. */
  follow: (answer: Answer) => Promise<Answer>;
  /**
   * Presses a button on a page. `fields` changes what stands in its form by control name, null takes a
   * field out, and a name that the form has not got is sent besides, as only somebody with tools would.
   */
  submit: (page: Answer, button: string, fields?: FormChanges, headers?: HeaderChanges) => Promise<Answer>;
  /** The same as a browser with JavaScript sends it: the answer is the action's result, not a page. */
  callAction: (page: Answer, button: string, fields?: FormChanges) => Promise<Answer>;
};

type HeaderChanges = Record<string, string>;
type Cookie = { value: string; path: string };

/** Opens a browser without scripts on the site at `origin`, such as `http://localhost:3000`. */
export function openVisitor(origin: string): Visitor {
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
        // Uncompressed, so that what is compared is what was rendered.
        "Accept-Encoding": "identity",
        ...(cookie && { Cookie: cookie }),
        ...(method !== "GET" && method !== "HEAD" && { Origin: origin }),
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
      location: location && pathOf(new URL(location, url), origin),
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

const pathOf = (url: URL, origin: string) =>
  url.origin === origin ? url.pathname + url.search + url.hash : url.href;

function keep(jar: Map<string, Cookie>, line: string) {
  const [pair = "", ...attributes] = line.split(/;\s*/);
  const [name = "", ...value] = pair.split("=");
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? "/";
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) jar.delete(name);
  else jar.set(name, { value: value.join("="), path });
}
