import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { listMails } from "@/lib/core/admin/list-mails";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";

const shownMax = 100;
const tones = { QUEUED: "warning", SENT: "success", FAILED: "danger", CANCELLED: "neutral" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("mail.title") };
}

export default async function MailPage() {
  const admin = await requireAdmin();
  const t = await getTranslations("admin.mail");
  const mails = await listMails(await webContext(), admin, { limit: shownMax });
  return (
    <div className="grid gap-5">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
      </div>
      {mails.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t("empty")}</p>
      ) : (
        <ul className="rounded border bg-surface">
          {mails.map((mail) => (
            <li
              key={mail.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t px-5 py-3 first:border-t-0"
            >
              <div className="min-w-0 flex-1 basis-60">
                <p className="wrap-anywhere font-medium">{mail.template}</p>
                <p className="wrap-anywhere text-muted text-sm">
                  {t("to")} {mail.to} · <RelativeTime date={mail.createdAt} /> ·{" "}
                  {t("attempts", { count: mail.attempts })}
                </p>
                {mail.lastError && mail.state !== "SENT" ? (
                  <p className="wrap-anywhere text-danger text-sm">{mail.lastError}</p>
                ) : null}
              </div>
              <div className="flex items-center gap-3">
                <Badge tone={tones[mail.state]}>{t(`states.${mail.state}`)}</Badge>
                {mail.messageId ? (
                  <Link
                    href={`/admin/mail/${mail.messageId}`}
                    prefetch={false}
                    className="link text-sm"
                    aria-label={`${t("read")}: ${mail.template}, ${mail.to}`}
                  >
                    {t("read")}
                  </Link>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
