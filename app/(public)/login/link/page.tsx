import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { isRecentlyProven } from "@/lib/core/kernel/actors";
import { findArrival } from "@/lib/core/sign-in/sso/find-arrival";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { arrivalCookie } from "@/lib/web/sso/arrival-cookie";
import { Shell } from "../../shell";
import { Statement } from "../../statement";
import { TokenForm } from "../../token-form";
import { linkInSession } from "./actions";
import { LinkForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("login.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Proves ownership of the account whose email an identity provider returned. */
export default async function LinkPage({ searchParams }: Props) {
  const t = await getTranslations("sso.link");
  const words = await getTranslations("public");
  const params = await searchParams;
  const ticket = typeof params.ticket === "string" ? params.ticket : "";
  const next = safeNextPath(typeof params.next === "string" ? params.next : null);
  const ctx = await webContext();
  const [arrival, actor] = await Promise.all([findArrival(ctx, "LINK", ticket), findUser()]);
  const dead = <WayOn title={t("deadTitle")} text={t("deadText")} href="/login" label={t("signIn")} />;
  if (!arrival?.account) return <Shell>{dead}</Shell>;
  const { provider, email, account } = arrival;
  if (!(await arrivalCookie.isBound(ctx, ticket))) {
    const elsewhere = { title: t("elsewhereTitle"), text: t("elsewhereText", { provider }) };
    return (
      <Shell>
        <WayOn {...elsewhere} href="/login" label={t("signIn")} />
      </Shell>
    );
  }
  const title = t("title", { provider });
  if (actor?.user.id === account.id && isRecentlyProven(ctx, actor)) {
    return (
      <Shell>
        <TokenForm
          token={ticket}
          action={linkInSession}
          label={t("connect", { provider })}
          pendingLabel={t("pending")}
          done={
            <WayOn
              title={t("doneTitle", { provider })}
              text={t("doneText")}
              href="/account/security"
              label={t("toSecurity")}
            />
          }
          dead={dead}
        >
          <Statement title={title} text={t("text", { provider, email })} />
        </TokenForm>
      </Shell>
    );
  }
  if (!account.hasPassword) {
    return (
      <Shell>
        <WayOn title={title} text={t("noPasswordText", { provider, email })} href="/login" label={t("signIn")} />
      </Shell>
    );
  }
  return (
    <Shell
      wayOut={
        <Link href="/login" className="link">
          {words("backToSignIn")}
        </Link>
      }
    >
      <LinkForm ticket={ticket} email={email} next={next} dead={dead}>
        <Statement title={title} text={t("text", { provider, email })} />
      </LinkForm>
    </Shell>
  );
}

function WayOn({ title, text, href, label }: { title: string; text: ReactNode; href: string; label: string }) {
  return (
    <Statement title={title} text={text}>
      <Button asChild variant="primary">
        <Link href={href}>{label}</Link>
      </Button>
    </Statement>
  );
}
