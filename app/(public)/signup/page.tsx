import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { Button } from "@/components/ui/button";
import { findInvitation, type Invitation } from "@/lib/core/access/find-invitation";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { sendNewInvitation } from "./actions";
import { SignUpForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("signup.title") };
}

export default async function SignUpPage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const isOpenSignUp = token === "" && webConfig().signup === "open";
  const invitation: Invitation = isOpenSignUp ? { state: "unknown" } : await findInvitation(await webContext(), token);
  const wayOut = (
    <Link href="/login" className="link">
      {t("haveAccount")}
    </Link>
  );
  if (invitation.state !== "open" && !isOpenSignUp) {
    return (
      <Shell wayOut={wayOut}>
        <DeadInvitation state={invitation.state} token={token} />
      </Shell>
    );
  }
  const { email, name, organization } =
    invitation.state === "open" ? invitation : { email: "", name: "", organization: "" };
  return (
    <Shell wayOut={wayOut}>
      <SignUpForm
        {...(isOpenSignUp ? {} : { invitation: { token, email, name, organization } })}
        before={<JourneyLine current="signUp" sentence={t("signup.journey")} />}
        after={<JourneyLine current="verify" sentence={t("signup.doneJourney", { email: email || t("email") })} />}
      />
    </Shell>
  );
}

/** A link that does not open the form: what happened, and the one thing to do about it. */
async function DeadInvitation({ state, token }: { state: "used" | "expired" | "unknown"; token: string }) {
  const t = await getTranslations("public");
  const errors = await getTranslations("errors");
  return (
    <div className="grid gap-5">
      <h1>{t(`signup.${state}Title`)}</h1>
      <p>{t(`signup.${state}Text`)}</p>
      {state === "used" ? (
        <div className="flex flex-wrap gap-3">
          <Button asChild variant="primary">
            <Link href="/login">{t("signIn")}</Link>
          </Button>
          <Button asChild>
            <Link href="/forgot-password">{t("signup.forgot")}</Link>
          </Button>
        </div>
      ) : null}
      {state === "expired" ? (
        <TokenForm
          token={token}
          action={sendNewInvitation}
          label={t("signup.sendNew")}
          pendingLabel={t("sending")}
          done={<p>{t("signup.sentNew")}</p>}
          dead={<p>{t("signup.sentNew")}</p>}
          networkError={errors("network")}
        />
      ) : null}
      {state === "unknown" ? (
        <Button asChild variant="primary">
          <Link href="/request-access">{t("requestAccess")}</Link>
        </Button>
      ) : null}
    </div>
  );
}
