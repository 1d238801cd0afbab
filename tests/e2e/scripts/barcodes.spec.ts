import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { readBarcodeImage } from "@/tests/harness/barcode-reader";
import { requestTicket, signInHolder } from "../steps";
import { expect, open, test } from "../test";

const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [360, 1280].map((width) => ({ colorScheme, width })),
);

for (const { colorScheme, width } of looks) {
  test(`both barcodes of the ticket page can be read at ${width} px, ${colorScheme}`, async ({
    page,
    world,
  }) => {
    const { ticket } = await signInHolder(world, page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await open(page, `/tickets/${ticket.id}`);
    const code = groupCode(ticket.code);
    const qr = await page.getByRole("img", { name: `QR code of ticket ${code}`, exact: true }).screenshot();
    expect(await readBarcodeImage(qr)).toEqual([{ format: "QRCode", text: ticket.code }]);
    const bar = page.getByRole("img", { name: `Barcode of ticket ${code}`, exact: true });
    // A module that is no whole number of pixels makes some codes unreadable.
    expect(((await bar.boundingBox())?.width ?? 1) % 231).toBe(0);
    const bars = await bar.screenshot();
    expect(await readBarcodeImage(bars)).toEqual([{ format: "Code128", text: ticket.code }]);
  });
}

test("both barcodes of the ticket mail can be read", async ({ page, world }) => {
  const holder = await world.account();
  const event = await world.event();
  await world.signIn(page.context(), holder);
  await requestTicket(page, event.id);
  const shown = await page.getByRole("img", { name: /^QR code/ }).getAttribute("aria-label");
  const text = shown?.replace("QR code of ticket ", "").replaceAll(" ", "");
  const mail = await world.mailTo(holder.email, /^Your ticket for/);
  const pictures = mail.attachments.filter(({ contentType }) => contentType === "image/png");
  const found = await Promise.all(pictures.map(({ content }) => readBarcodeImage(content)));
  expect(found.flat().sort((a, b) => a.format.localeCompare(b.format))).toEqual([
    { format: "Code128", text },
    { format: "QRCode", text },
  ]);
});
