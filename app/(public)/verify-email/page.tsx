import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { Button } from "@/components/ui/button";
import { inspectVerification } from "@/lib/core/accounts/sign-up/verify-email";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { registrationCookie } from "@/lib/web/registration-cookie";
import { DeadLink } from "../dead-link";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirmEmail } from "./actions";
import { VerifyWithPassword } from "./password-form";
import { RegistrationFacts } from "./registration-facts";
import { ResendVerification } from "./resend-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("verify.title") };
}

export default async function VerifyEmailPage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const ctx = await webContext();
  const { state, email, registrations, hasPassword } = await inspectVerification(ctx, token);
  const wayOut = (
    <Link href="/login" className="link">
      {t("backToSignIn")}
    </Link>
  );
  const dead = (
    <DeadLink token={token} title={t("verify.deadTitle")} text={t("verify.deadText")}>
      <ResendVerification />
    </DeadLink>
  );
  if ((state !== "open" && state !== "used") || email === null) return <Shell wayOut={wayOut}>{dead}</Shell>;
  const wasApproved = webConfig().signup !== "open";
  const bound = await Promise.all(registrations.map(({ id }) => registrationCookie.isBound(ctx, id)));
  const fromHere = registrations.find((_, index) => bound[index]);
  // Shows none of several, because only the password tells which one is meant.
  const shown = fromHere ?? (registrations.length === 1 ? registrations[0] : undefined);
  const facts = (
    <>
      <JourneyLine current="verify" isPastKnown={wasApproved} />
      <Statement
        title={t("verify.title")}
        text={t(shown || registrations.length === 0 ? "verify.text" : "verify.several", { email })}
      >
        {shown ? <RegistrationFacts {...shown} /> : null}
        <p className="text-muted text-sm">{t("verify.notYou")}</p>
      </Statement>
    </>
  );
  const done = (
    <>
      <JourneyLine current="protect" isPastKnown={wasApproved} />
      <Statement title={t("verify.doneTitle")} text={t("verify.doneText")}>
        <Button asChild variant="primary">
          <Link href={`/login?email=${encodeURIComponent(email)}`}>{t("signIn")}</Link>
        </Button>
      </Statement>
    </>
  );
  if (hasPassword && !fromHere) {
    return (
      <Shell>
        <VerifyWithPassword token={token} email={email} done={done} dead={dead}>
          {facts}
        </VerifyWithPassword>
      </Shell>
    );
  }
  return (
    <Shell>
      <TokenForm
        token={token}
        action={confirmEmail}
        label={t("verify.submit")}
        pendingLabel={t("checking")}
        done={done}
        dead={dead}
      >
        {facts}
      </TokenForm>
    </Shell>
  );
}
