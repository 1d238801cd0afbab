import type { CalendarFile } from "@/lib/calendar/calendar-file";

/** The response that offers a calendar file under its name. */
export const calendarResponse = (
  { filename, contentType, content }: CalendarFile,
  headers: Record<string, string> = {},
): Response =>
  new Response(content, {
    headers: {
      "Content-Type": contentType,
      // Not as an attachment, which phones would put among the downloads.
      "Content-Disposition": `inline; filename="${filename}"`,
      ...headers,
    },
  });
