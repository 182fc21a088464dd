import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ProviderButtons } from "@/app/(public)/login/provider-buttons";
import { Notice } from "@/components/ui/notice";
import { canonicalEmail } from "@/lib/values/email";
import { safeNextPath } from "@/lib/values/next-path";
import { webConfig } from "@/lib/web/config";
import { findUser } from "@/lib/web/current-user";
import { Shell } from "../shell";
import { LoginForm } from "./form";

const reasons = ["session_ended", "signed_out", "password_reset", "set_up"] as const;
const ssoReasons = [
  "sso_refused",
  "sso_unverified",
  "sso_not_fresh",
  "sso_failed",
  "identity_taken",
  "email_not_verified",
  "account_deactivated",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("login.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LoginPage({ searchParams }: Props) {
  const t = await getTranslations("public");
  const params = await searchParams;
  const next = safeNextPath(typeof params.next === "string" ? params.next : null);
  const reason = reasons.find((known) => known === params.reason);
  const ssoReason = ssoReasons.find((known) => known === params.reason);
  const sso = await getTranslations("sso");
  // Signed-in users came from the security page, which shows the result.
  if (await findUser())
    redirect(ssoReason ? `/account/security?sso=${ssoReason === "sso_unverified" ? "sso_refused" : ssoReason}` : next);
  const email = typeof params.email === "string" ? (canonicalEmail(params.email) ?? "") : "";
  return (
    <Shell
      hasLanguages
      wayOut={
        <>
          {t("login.noAccount")}{" "}
          <Link href="/request-access" className="link">
            {t("requestAccess")}
          </Link>
        </>
      }
    >
      <h1>{t("login.title")}</h1>
      {reason ? (
        <Notice role="status" tone="accent">
          {t(`login.reason.${reason}`)}
        </Notice>
      ) : null}
      {ssoReason ? (
        <Notice role="alert" tone="warning">
          {sso(`reason.${ssoReason}`)}
        </Notice>
      ) : null}
      <LoginForm next={next} email={email} />
      <ProviderButtons providers={webConfig().ssoProviders} next={next} />
    </Shell>
  );
}
