import { Check, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { getProtection } from "@/lib/core/accounts/profile";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";

const codesLow = 3;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell"))("account") };
}

export default async function AccountPage() {
  const actor = await requireUser();
  const t = await getTranslations("account.overview");
  const facts = await getProtection(await webContext(), actor);
  const { email } = actor.user;
  const areCodesLow = facts.mfaEnabled && facts.recoveryCodesLeft <= codesLow;
  const open = [!facts.emailVerified, !facts.mfaEnabled, areCodesLow, facts.expiringKeys > 0].filter(Boolean).length;
  return (
    <div className="mx-auto grid max-w-[720px] gap-6">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{open === 0 ? t("allGood") : t("todo", { count: open })}</p>
      </div>
      <ul className="rounded border bg-surface">
        <Line isGood={facts.emailVerified} title={t("email")} words={words(t)}>
          {t(facts.emailVerified ? "emailYes" : "emailNo", { email })}
        </Line>
        <Line
          isGood={facts.mfaEnabled}
          title={t("mfa")}
          words={words(t)}
          action={facts.mfaEnabled ? null : <Go href="/account/security#mfa" label={t("turnOn")} primary />}
        >
          {t(facts.mfaEnabled ? "mfaOn" : "mfaOff")}
        </Line>
        {facts.mfaEnabled ? (
          <Line
            isGood={!areCodesLow}
            title={t("codes")}
            words={words(t)}
            action={areCodesLow ? <Go href="/account/security#mfa" label={t("newCodes")} primary /> : null}
          >
            {t("codesLeft", { count: facts.recoveryCodesLeft })}
          </Line>
        ) : null}
        <Line
          isGood
          title={t("password")}
          words={words(t)}
          action={<Go href="/account/security#password" label={t("changePassword")} />}
        >
          {t.rich("passwordText", { when: () => <RelativeTime date={facts.passwordChangedAt} /> })}
        </Line>
        <Line
          isGood
          title={t("sessions")}
          words={words(t)}
          action={<Go href="/account/security#sessions" label={t("look")} />}
        >
          {t("sessionsText", { count: facts.sessionCount })}
        </Line>
        {facts.expiringKeys > 0 ? (
          <Line
            isGood={false}
            title={t("keys")}
            words={words(t)}
            action={<Go href="/account/api-keys" label={t("lookAtKeys")} />}
          >
            {t("keysExpire", { count: facts.expiringKeys })}
          </Line>
        ) : null}
      </ul>
    </div>
  );
}

function words(t: (key: "ok" | "improve") => string) {
  return { ok: t("ok"), improve: t("improve") };
}

function Go({ href, label, primary }: { href: string; label: string; primary?: boolean }) {
  return (
    <Button asChild size="sm" variant={primary ? "primary" : "secondary"}>
      <Link href={href}>{label}</Link>
    </Button>
  );
}

interface LineProps {
  isGood: boolean;
  title: string;
  words: { ok: string; improve: string };
  action?: ReactNode;
  children: ReactNode;
}

function Line({ isGood, title, words, action, children }: LineProps) {
  const Icon = isGood ? Check : TriangleAlert;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0">
      <div className="flex min-w-0 flex-1 basis-60 gap-3">
        <Icon
          aria-hidden
          strokeWidth={1.75}
          className={isGood ? "mt-0.5 size-5 shrink-0 text-success" : "mt-0.5 size-5 shrink-0 text-warning"}
        />
        <div className="min-w-0">
          <h2 className="font-medium text-base">
            {title} <span className="sr-only">({isGood ? words.ok : words.improve})</span>
          </h2>
          <p className="wrap-anywhere text-muted text-sm">{children}</p>
        </div>
      </div>
      {action}
    </li>
  );
}
