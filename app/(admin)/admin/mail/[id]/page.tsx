import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MailMessage } from "@/components/mail-message";
import { getMailboxMessage } from "@/lib/core/admin/mailbox";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";

export default async function MailMessagePage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin();
  const t = await getTranslations("admin.mail");
  const message = await getMailboxMessage(await webContext(), await params);
  if (!message.ok) notFound();
  return (
    <div className="mx-auto grid max-w-[720px] gap-5">
      <Link href="/admin/mail" className="link w-fit text-sm">
        {t("back")}
      </Link>
      <MailMessage message={message.value} />
    </div>
  );
}
