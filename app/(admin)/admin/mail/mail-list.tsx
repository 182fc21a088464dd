import Link from "next/link";
import { useTranslations } from "next-intl";
import { templateName } from "@/components/shared/template-name";
import { RelativeTime } from "@/components/ui/relative-time";
import type { MailItem } from "@/lib/core/mail/mails";
import { MailStateBadge } from "./mail-state-badge";

export function MailList({ mails, isFiltered }: { mails: MailItem[]; isFiltered: boolean }) {
  const t = useTranslations("mails");
  const names = useTranslations("mails.names");
  if (mails.length === 0) {
    return <p className="rounded border bg-surface p-5 text-muted">{t(isFiltered ? "noneFound" : "none")}</p>;
  }
  return (
    <ul className="rounded border bg-surface">
      {mails.map((mail) => (
        <li key={mail.id} className="relative border-t px-5 py-3 first:border-t-0 hover:bg-line/30">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
            <div className="wrap-anywhere min-w-0 flex-1 basis-60">
              <Link
                href={`/admin/mail/${mail.id}`}
                prefetch={false}
                className="font-medium after:absolute after:inset-0"
              >
                {mail.to}
              </Link>
              <p className="text-muted text-sm">
                {templateName(names, mail.template)} · <RelativeTime date={mail.createdAt} /> ·{" "}
                {t("attempts", { count: mail.attempts })}
              </p>
              {mail.lastError && (mail.state === "failed" || mail.state === "queued") ? (
                <p className="text-danger text-sm">{mail.lastError}</p>
              ) : null}
            </div>
            <MailStateBadge state={mail.state} />
          </div>
        </li>
      ))}
    </ul>
  );
}
