"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/components/ui/class-names";

const looks = ["light", "dark", "text"] as const;
type Look = (typeof looks)[number];

/** Sandboxes the mail without scripts, network or navigation. */
export function MailPreview({ preview }: { preview: { subject: string; html: string; text: string } }) {
  const t = useTranslations("mails.preview");
  const [look, setLook] = useState<Look>("light");
  return (
    <section className="grid grid-cols-1 gap-3" aria-label={t("title")}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="wrap-anywhere min-w-0">
          <span className="text-muted">{t("subject")}</span> <span className="font-medium">{preview.subject}</span>
        </p>
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t("look")}</legend>
          {looks.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={look === name}
              onClick={() => setLook(name)}
              className={cn(
                "h-9 rounded border px-3 text-sm pointer-coarse:h-11",
                look === name
                  ? "border-line-strong bg-surface font-medium"
                  : "border-transparent text-muted hover:bg-line/50",
              )}
            >
              {t(name)}
            </button>
          ))}
        </fieldset>
      </div>
      {look === "text" ? (
        <pre className="wrap-anywhere whitespace-pre-wrap rounded border bg-surface p-4 font-sans text-sm">
          {preview.text}
        </pre>
      ) : (
        <iframe
          key={look}
          title={t(look === "dark" ? "frameDark" : "frame")}
          srcDoc={framed(preview.html, look)}
          sandbox=""
          className="h-[680px] w-full rounded border"
        />
      )}
    </section>
  );
}

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** Replaces the mail's dark-mode media query with the reader's choice. */
function framed(html: string, look: "light" | "dark"): string {
  return html
    .replace(/<head([^>]*)>/i, `<head$1>${policy}`)
    .replaceAll(/@media\s*\(prefers-color-scheme:\s*dark\)/g, look === "dark" ? "@media all" : "@media not all")
    .replaceAll("color-scheme: light dark", `color-scheme: ${look}`);
}
