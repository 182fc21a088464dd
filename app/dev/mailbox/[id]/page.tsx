import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MailMessage } from "@/components/mail-message";
import { getMailboxMessage } from "@/lib/core/admin/mailbox";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";

export default async function MailboxMessagePage({ params }: { params: Promise<{ id: string }> }) {
  if (!webConfig().isMailboxOpen) notFound();
  const message = await getMailboxMessage(await webContext(), await params);
  if (!message.ok) notFound();
  const t = await getTranslations("public");
  return (
    <main className="mx-auto grid max-w-[720px] gap-6 px-5 py-6">
      <Link href="/dev/mailbox" className="link w-fit text-sm">
        {t("mailbox.back")}
      </Link>
      <MailMessage message={message.value} />
    </main>
  );
}
