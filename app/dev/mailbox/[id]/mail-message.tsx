import { getTranslations } from "next-intl/server";
import { RelativeTime } from "@/components/ui/relative-time";

interface MailboxMessage {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  createdAt: Date;
}

/** Sandboxes the HTML without scripts or network access. */
export async function MailMessage({ message }: { message: MailboxMessage }) {
  const t = await getTranslations("public");
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <h1 className="wrap-anywhere">{message.subject}</h1>
        <p className="wrap-anywhere text-muted text-sm">
          {t("mailbox.from")} {message.from} · {t("mailbox.to")} {message.to} ·{" "}
          <RelativeTime date={message.createdAt} />
        </p>
      </header>
      <section className="grid gap-2">
        <h2>{t("mailbox.html")}</h2>
        <iframe
          title={t("mailbox.frame")}
          srcDoc={withLinksBeside(message.html)}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-[640px] w-full rounded border bg-white"
        />
      </section>
      <section className="grid gap-2">
        <h2>{t("mailbox.plain")}</h2>
        <pre className="wrap-anywhere whitespace-pre-wrap rounded border bg-surface p-4 font-sans text-sm">
          <Linked text={message.text} />
        </pre>
      </section>
    </article>
  );
}

/** Opens links in a tab, because no page allows framing. */
function withLinksBeside(html: string): string {
  return html.replace(/<head([^>]*)>/i, '<head$1><base target="_blank">');
}

function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, index) =>
    part.startsWith("http") ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces never change order.
      <a key={index} href={part} className="link">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
