import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { MailMessage } from "@/app/dev/mailbox/[id]/mail-message";
import { Wordmark } from "@/components/shell/wordmark";
import { getMailboxMessage } from "@/lib/core/mail/mailbox";
import { isMailboxOpen, webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";

interface Props {
  params: Promise<{ id: string }>;
}

const findMessage = cache(async (id: string) => {
  if (!(await isMailboxOpen())) notFound();
  const message = await getMailboxMessage(await webContext(), { id });
  if (!message.ok) notFound();
  return message.value;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findMessage((await params).id)).subject };
}

export default async function MailboxMessagePage({ params }: Props) {
  const message = await findMessage((await params).id);
  const t = await getTranslations("public");
  return (
    <div className="mx-auto grid max-w-[720px] gap-6 px-5 py-5 lg:py-8">
      <header className="flex min-h-8 items-center justify-between gap-4">
        <Wordmark appName={webConfig().appName} />
        <Link href="/dev/mailbox" className="link py-1 text-sm">
          {t("mailbox.back")}
        </Link>
      </header>
      <main>
        <MailMessage message={message} />
      </main>
    </div>
  );
}
