"use client";

import "./globals.css";

/** When even the layout failed: no catalogue, no theme, plain words. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>The server had a fault</title>
        <main className="mx-auto grid min-h-dvh w-full max-w-[400px] content-center justify-items-start gap-5 px-5">
          <h1>The server had a fault</h1>
          <p>Nothing you did is lost. Open the page again in a moment.</p>
          <a href="/">Go to the start page</a>
          {error.digest ? <p>Request id: {error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
