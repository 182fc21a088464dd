import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Wordmark } from "@/components/shell/wordmark";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { listMailbox } from "@/lib/core/mail/mailbox";
import { canonicalEmail } from "@/lib/values/email";
import { isMailboxOpen, webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";

const shownMax = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("mailbox.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MailboxPage({ searchParams }: Props) {
  if (!(await isMailboxOpen())) notFound();
  const { appName } = webConfig();
  const t = await getTranslations("public");
  const params = await searchParams;
  const to = typeof params.to === "string" ? (canonicalEmail(params.to) ?? undefined) : undefined;
  const messages = await listMailbox(await webContext(), { to, limit: shownMax });
  return (
    <div className="mx-auto grid max-w-[720px] gap-8 px-5 py-5 lg:py-8">
      <header className="flex min-h-8 items-center">
        <Wordmark appName={appName} />
      </header>
      <main className="grid gap-6">
        <div className="grid gap-1">
          <h1>{t("mailbox.title")}</h1>
          <p className="text-muted">{t("mailbox.text")}</p>
        </div>
        <form className="flex items-end gap-3">
          <div className="flex-1">
            <TextField label={t("mailbox.filter")} name="to" type="email" defaultValue={to ?? ""} />
          </div>
          <Button type="submit">{t("mailbox.show")}</Button>
        </form>
        {messages.length === 0 ? (
          <p className="rounded border bg-surface p-5 text-muted">{t("mailbox.empty")}</p>
        ) : (
          <ul className="rounded border bg-surface">
            {messages.map((message) => (
              <li key={message.id} className="border-t first:border-t-0">
                <Link
                  href={`/dev/mailbox/${message.id}`}
                  prefetch={false}
                  className="grid gap-0.5 px-5 py-3 hover:bg-background"
                >
                  <span className="wrap-anywhere font-medium">{message.subject}</span>
                  <span className="wrap-anywhere text-muted text-sm">
                    {message.to} · <RelativeTime date={message.createdAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </main>
    </div>
  );
}
