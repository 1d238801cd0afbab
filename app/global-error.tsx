"use client";

import ErrorPage from "./error";
import "./globals.css";

/** The same for a fault of the layout itself, which this replaces. */
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
