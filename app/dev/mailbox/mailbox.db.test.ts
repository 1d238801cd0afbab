import { forget } from "@epic-web/remember";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reader, transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import { queueMail } from "@/lib/mail/outbox";
import { createContext, requestStore } from "@/lib/runtime/request-context";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { GET as getAttachment } from "./[id]/attachments/[name]/route";
import { GET as getHtml } from "./[id]/html/route";
import MailPage from "./[id]/page";
import MailboxPage from "./page";

withDatabase();

const resetSettings = () => forget("evento.settings");

let id = "";

beforeEach(async () => {
  resetSettings();
  const recipient = "ada@example.org";
  await transaction((tx) =>
    queueMail(tx, { kind: "ticket", recipient, dedupeKey: "a", facts: sampleFacts.ticket, at: testNow }),
  );
  const [row] = await reader().select().from(outbox);
  id = row?.id ?? "";
});

afterEach(() => {
  vi.unstubAllEnvs();
  resetSettings();
});

const url = new Request("http://localhost:3000/");

/** Requests every address of the mailbox and returns the statuses. */
async function visit(fromThisMachine: boolean) {
  const params = Promise.resolve({ id, name: "ticket-qr.png" });
  const asRequest = async (run: () => Promise<unknown>) => {
    const context = createContext({ id: "r", fromThisMachine, now: testNow });
    const result = await requestStore.run(context, run);
    return result instanceof Response ? result.status : (context.status ?? 200);
  };
  return [
    await asRequest(() => MailboxPage({ searchParams: Promise.resolve({}) })),
    await asRequest(() => MailPage({ params })),
    await asRequest(() => getHtml(url, { params })),
    await asRequest(() => getAttachment(url, { params })),
  ];
}

const onThisMachine = <T>(run: () => Promise<T>) =>
  requestStore.run(createContext({ id: "r", fromThisMachine: true, now: testNow }), run);

describe("the mailbox", () => {
  it("is open to this machine without a mail server", async () => {
    expect(await visit(true)).toEqual([200, 200, 200, 200]);
  });

  it("does not exist for others", async () => {
    expect(await visit(false)).toEqual([404, 404, 404, 404]);
  });

  it("does not exist with a mail server", async () => {
    vi.stubEnv("SMTP_URL", "smtp://mail.example.org");
    expect(await visit(true)).toEqual([404, 404, 404, 404]);
  });

  it("lists a mail by its subject and shows its text with links", async () => {
    const list = renderToStaticMarkup(
      await onThisMachine(() => MailboxPage({ searchParams: Promise.resolve({}) })),
    );
    expect(list).toContain(`href="/dev/mailbox/${id}"`);
    expect(list).toContain("Your ticket for O&#x27;Brien &amp; Sons &lt;b&gt;");
    const page = renderToStaticMarkup(
      await onThisMachine(() => MailPage({ params: Promise.resolve({ id }) })),
    );
    expect(page).toContain("0123 4567 89AB CDEF");
    expect(page).toContain(`href="http://localhost:3000/tickets/${sampleFacts.ticket.ticketId}"`);
    expect(page).toContain(`href="/dev/mailbox/${id}/attachments/o-brien-sons-b.ics"`);
  });

  it("shows the HTML part without scripts and requests", async () => {
    const answer = await onThisMachine(() => getHtml(url, { params: Promise.resolve({ id }) }));
    const policy = answer.headers.get("Content-Security-Policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-(scripts|same-origin))/);
    const html = await answer.text();
    expect(html).not.toContain("cid:");
    expect([...html.matchAll(/src="data:image\/png;base64,/g)]).toHaveLength(2);
  });

  it("sends attachments as downloads, and no others", async () => {
    const get = (name: string) =>
      onThisMachine(() => getAttachment(url, { params: Promise.resolve({ id, name }) }));
    const calendar = await get("o-brien-sons-b.ics");
    expect(calendar.headers.get("Content-Disposition")).toBe('attachment; filename="o-brien-sons-b.ics"');
    expect(await calendar.text()).toContain("BEGIN:VCALENDAR");
    expect((await get("../../secret")).status).toBe(404);
  });

  it.each(["0", "-1", "x", "1e3"])("has no page %s", async (page) => {
    const context = createContext({ id: "r", fromThisMachine: true, now: testNow });
    await requestStore.run(context, () => MailboxPage({ searchParams: Promise.resolve({ page }) }));
    expect(context.status).toBe(404);
  });
});
