import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { Button } from "@/components/ui/button";
import { findArrival } from "@/lib/core/sign-in/sso/find-arrival";
import { safeNextPath } from "@/lib/values/next-path";
import { buyerModeLabel } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { arrivalCookie } from "@/lib/web/sso/arrival-cookie";
import { Shell } from "../../shell";
import { Statement } from "../../statement";
import { SsoSignUpForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sso"))("signUp.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SsoSignUpPage({ searchParams }: Props) {
  const t = await getTranslations("sso");
  const words = await getTranslations("public");
  const params = await searchParams;
  const ticket = typeof params.ticket === "string" ? params.ticket : "";
  const next = safeNextPath(typeof params.next === "string" ? params.next : null);
  const ctx = await webContext();
  const arrival = await findArrival(ctx, "SIGN_UP", ticket);
  const dead = (
    <Statement title={t("link.deadTitle")} text={t("link.deadText")}>
      <Button asChild variant="primary">
        <Link href="/login">{t("link.signIn")}</Link>
      </Button>
    </Statement>
  );
  if (!arrival) return <Shell>{dead}</Shell>;
  if (!(await arrivalCookie.isBound(ctx, ticket))) {
    return (
      <Shell>
        <Statement title={t("link.elsewhereTitle")} text={t("link.elsewhereText", { provider: arrival.provider })}>
          <Button asChild variant="primary">
            <Link href="/login">{t("link.signIn")}</Link>
          </Button>
        </Statement>
      </Shell>
    );
  }
  const { provider, email, name, organization } = arrival;
  const approved = arrival.buyerMode === null ? {} : { buyerMode: await buyerModeLabel(arrival.buyerMode) };
  return (
    <Shell
      hasWelcome
      wayOut={
        <Link href="/login" className="link">
          {words("haveAccount")}
        </Link>
      }
    >
      <SsoSignUpForm
        ticket={ticket}
        provider={provider}
        email={email}
        name={name}
        organization={organization}
        next={next}
        dead={dead}
        {...approved}
      >
        <JourneyLine current="signUp" isPastKnown={arrival.buyerMode !== null} sentence={t("signUp.journey")} />
        <h1>{t("signUp.title")}</h1>
      </SsoSignUpForm>
    </Shell>
  );
}
