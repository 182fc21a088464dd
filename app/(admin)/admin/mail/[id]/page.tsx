import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { MailActions } from "@/app/(admin)/admin/mail/[id]/mail-actions";
import { MailStateBadge } from "@/app/(admin)/admin/mail/mail-state-badge";
import { MailPreview } from "@/components/shared/mail-preview";
import { RefreshWhile } from "@/components/shared/refresh-while";
import { templateName } from "@/components/shared/template-name";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { getMail, type MailDetail } from "@/lib/core/mail/mails";
import { localeSchema } from "@/lib/values/locale";
import { isId } from "@/lib/values/tokens";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { cancel, retry } from "../actions";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("one") };
}

export default async function MailPage({ params }: Props) {
  const admin = await requireAdmin();
  const { id } = await params;
  const found = isId(id) ? await getMail(await webContext(), admin, { id }) : null;
  if (!found?.ok) notFound();
  const mail = found.value;
  const t = await getTranslations("mails");
  const names = await getTranslations("mails.names");
  return (
    <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-6">
      <div className="grid gap-2">
        <Link href="/admin/mail" className="link w-fit py-1 text-sm">
          {t("back")}
        </Link>
        <h1 className="wrap-anywhere">{mail.preview?.subject ?? templateName(names, mail.template)}</h1>
        <div role="status">
          <MailStateBadge state={mail.state} />
        </div>
      </div>
      <Problem mail={mail} />
      <MailActions mail={mail} retry={retry} cancel={cancel} />
      <Facts mail={mail} />
      {mail.preview ? (
        <>
          <p className="text-muted text-sm">{t("preview.redacted")}</p>
          <MailPreview preview={mail.preview} />
        </>
      ) : (
        <p className="rounded border bg-surface p-5 text-muted">{t("preview.none")}</p>
      )}
      <RefreshWhile isUnderWay={mail.state === "queued"} />
    </div>
  );
}

async function Problem({ mail }: { mail: MailDetail }) {
  const t = await getTranslations("mails");
  const isOpen = mail.state === "failed" || mail.state === "queued";
  if (!isOpen || (!mail.lastError && !mail.hasRunOut)) return null;
  return (
    <Notice tone="danger" title={t(mail.state === "failed" ? "failedTitle" : "tryingTitle")}>
      {mail.lastError ? <p className="wrap-anywhere">{mail.lastError}</p> : null}
      {mail.hasRunOut ? <p>{t("hasRunOut")}</p> : null}
    </Notice>
  );
}

async function Facts({ mail }: { mail: MailDetail }) {
  const t = await getTranslations("mails");
  const names = await getTranslations("mails.names");
  const locale = localeSchema.safeParse(mail.locale);
  return (
    <dl className="grid gap-x-6 gap-y-4 rounded border bg-surface p-5 sm:grid-cols-2">
      <Fact term={t("to")}>{mail.to}</Fact>
      <Fact term={t("template")}>
        {templateName(names, mail.template)} ({locale.success ? t(`templates.${locale.data}`) : mail.locale})
      </Fact>
      <Fact term={t("written")}>
        <RelativeTime date={mail.createdAt} />
      </Fact>
      {mail.state === "held" && mail.sendAfter ? (
        <Fact term={t("heldUntil")}>
          <RelativeTime date={mail.sendAfter} />
        </Fact>
      ) : null}
      {mail.sentAt ? (
        <Fact term={t("sentAt")}>
          <RelativeTime date={mail.sentAt} />
        </Fact>
      ) : null}
      <Fact term={t("tries")}>{t("attempts", { count: mail.attempts })}</Fact>
      {mail.accessRequestId ? (
        <Fact term={t("about")}>
          <Link href={`/admin/requests?tab=all&request=${mail.accessRequestId}`} className="link">
            {t("request")}
          </Link>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
