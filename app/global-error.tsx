"use client";

import "./globals.css";

/** Uses no messages or theme, because the layout failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something went wrong</title>
        <main className="mx-auto grid min-h-dvh w-full max-w-[400px] content-center justify-items-start gap-5 px-5">
          <h1>Something went wrong</h1>
          <p>Try again. If it keeps happening, contact an admin.</p>
          <a href="/">Go home</a>
          {error.digest ? <p>Request ID: {error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
