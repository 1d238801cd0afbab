"use client";

import ErrorPage from "./error";
import "./globals.css";

/** Replaces the layout when the layout itself fails. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>Something went wrong · Evento</title>
        <main>
          <ErrorPage />
        </main>
      </body>
    </html>
  );
}
