import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/account/inspect-token";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirmEmail } from "./actions";
import { ResendVerification } from "./resend-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("verify.title") };
}

export default async function VerifyEmailPage(props: TokenPage) {
  const t = await getTranslations("public");
  const errors = await getTranslations("errors");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "EMAIL_VERIFICATION", token);
  const dead = (
    <div className="grid gap-5">
      <h1>{t("verify.deadTitle")}</h1>
      <p>{t("verify.deadText")}</p>
      <ResendVerification />
    </div>
  );
  const isUsable = (state === "open" || state === "used") && email !== null;
  return (
    <Shell
      journey={<JourneyLine current="verify" sentence={t("verify.journey")} />}
      wayOut={
        <Link href="/login" className="link">
          {t("backToSignIn")}
        </Link>
      }
    >
      {isUsable ? (
        <div className="grid gap-5">
          <h1>{t("verify.title")}</h1>
          <p className="wrap-anywhere">{t("verify.text", { email })}</p>
          <TokenForm
            token={token}
            action={confirmEmail}
            label={t("verify.submit")}
            pendingLabel={t("checking")}
            done={
              <div className="grid gap-5">
                <h2>{t("verify.doneTitle")}</h2>
                <p>{t("verify.doneText")}</p>
                <Button asChild variant="primary">
                  <Link href="/login">{t("signIn")}</Link>
                </Button>
              </div>
            }
            dead={dead}
            networkError={errors("network")}
          />
        </div>
      ) : (
        dead
      )}
    </Shell>
  );
}
