import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { StepUp } from "@/app/(account)/step-up";
import { MfaResetRow } from "@/components/admin/mfa-reset-row";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsGroup } from "@/components/ui/settings-row";
import { getUser } from "@/lib/core/admin/get-user";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { resetMfa, stopReset } from "./actions";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

/** One account as an admin sees it. */
export default async function UserPage({ params }: Props) {
  const admin = await requireAdmin();
  const ctx = await webContext();
  const found = await getUser(ctx, admin, await params);
  if (!found.ok) notFound();
  const user = found.value;
  const t = await getTranslations("users");
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] gap-8">
        <div className="grid gap-2">
          <Link href="/admin/users" className="link text-sm">
            {t("back")}
          </Link>
          <h1 className="wrap-anywhere">{user.name}</h1>
          <p className="flex flex-wrap gap-2 empty:hidden">
            {user.isAdmin ? <Badge tone="accent">{t("admin")}</Badge> : null}
            {user.deactivatedAt ? <Badge tone="danger">{t("deactivated")}</Badge> : null}
          </p>
        </div>
        <dl className="grid gap-x-6 gap-y-4 rounded border bg-surface p-5 sm:grid-cols-2">
          <Fact term={t("email")}>
            {user.email} ({t(user.emailVerifiedAt ? "verified" : "notVerified")})
          </Fact>
          <Fact term={t("tenant")}>
            {user.tenant.name}, {t(`roles.${user.tenant.role}`)}
          </Fact>
          <Fact term={t("phone")}>{user.phone ?? t("nobody")}</Fact>
          <Fact term={t("memberSince")}>
            <RelativeTime date={user.createdAt} />
          </Fact>
          <Fact term={t("password")}>
            {user.hasPassword ? (
              <>
                {t("passwordChanged")} <RelativeTime date={user.passwordChangedAt} />
              </>
            ) : (
              t("noPassword")
            )}
          </Fact>
          <Fact term={t("sessions")}>
            {user.sessions} · {t("lastSeen")} {user.lastSeenAt ? <RelativeTime date={user.lastSeenAt} /> : t("never")}
          </Fact>
          <Fact term={t("passkeys")}>{user.passkeys}</Fact>
          <Fact term={t("identities")}>{user.identities.join(", ") || t("nobody")}</Fact>
          {user.deletionDueAt ? (
            <Fact term={t("deletion")}>
              <RelativeTime date={user.deletionDueAt} />
            </Fact>
          ) : null}
        </dl>
        <SettingsGroup title={t("security")}>
          <MfaResetRow
            user={{ id: user.id, name: user.name, email: user.email }}
            isEnabled={user.mfa.enabledAt !== null}
            recoveryCodesLeft={user.mfa.recoveryCodesLeft}
            pending={user.mfaReset}
            delayHours={Math.round(ctx.config.mfaResetDelaySeconds / 3600)}
            reset={resetMfa}
            stop={stopReset}
          />
        </SettingsGroup>
      </div>
    </StepUp>
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
