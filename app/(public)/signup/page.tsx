import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { Button } from "@/components/ui/button";
import { findInvitation, type Invitation } from "@/lib/core/access-requests/applicant";
import { buyerModeLabel } from "@/lib/web/buyer-mode-labels";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "../dead-link";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { sendNewInvitation } from "./actions";
import { SignUp } from "./form";

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
  const { email, name, organization, joins, buyerMode } =
    invitation.state === "open"
      ? { ...invitation, buyerMode: await buyerModeLabel(invitation.buyerMode) }
      : { email: "", name: "", organization: "", joins: false, buyerMode: "" };
  return (
    <Shell hasWelcome wayOut={wayOut}>
      <SignUp
        {...(isOpenSignUp ? {} : { invitation: { token, email, name, organization, joins, buyerMode } })}
        before={<JourneyLine current="signUp" isPastKnown={!isOpenSignUp} sentence={t("signup.journey")} />}
        after={<JourneyLine current="verify" isPastKnown={!isOpenSignUp} />}
        dead={
          invitation.state === "open" || isOpenSignUp ? null : <DeadInvitation state={invitation.state} token={token} />
        }
      />
    </Shell>
  );
}

async function DeadInvitation({ state, token }: { state: "used" | "expired" | "unknown"; token: string }) {
  const t = await getTranslations("public");
  const [title, text] = [t(`signup.${state}Title`), t(`signup.${state}Text`)];
  if (state === "expired") {
    const sent = <Statement title={t("signup.sentNewTitle")} text={t("signup.sentNew")} />;
    return (
      <TokenForm
        token={token}
        action={sendNewInvitation}
        label={t("signup.sendNew")}
        pendingLabel={t("sending")}
        done={sent}
        dead={sent}
      >
        <Statement title={title} text={text} />
      </TokenForm>
    );
  }
  if (state === "used") {
    return (
      <Statement title={title} text={text}>
        <div className="flex flex-wrap gap-3">
          <Button asChild variant="primary">
            <Link href="/login">{t("signIn")}</Link>
          </Button>
          <Button asChild>
            <Link href="/forgot-password">{t("signup.forgot")}</Link>
          </Button>
        </div>
      </Statement>
    );
  }
  return (
    <DeadLink token={token} title={title} text={text}>
      <Button asChild variant="primary">
        <Link href="/request-access">{t("requestAccess")}</Link>
      </Button>
    </DeadLink>
  );
}
