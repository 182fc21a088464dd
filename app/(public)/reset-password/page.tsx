import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/accounts/inspect-token";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "../dead-link";
import { Shell } from "../shell";
import { readToken, type TokenPage } from "../token-param";
import { ResetPasswordForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("reset.title") };
}

export default async function ResetPasswordPage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "PASSWORD_RESET", token);
  const dead = (
    <DeadLink token={token} title={t("reset.deadTitle")} text={t("reset.deadText")}>
      <Button asChild variant="primary">
        <Link href="/forgot-password">{t("reset.again")}</Link>
      </Button>
    </DeadLink>
  );
  return (
    <Shell
      wayOut={
        <Link href="/login" className="link">
          {t("backToSignIn")}
        </Link>
      }
    >
      {state === "open" && email !== null ? <ResetPasswordForm token={token} email={email} dead={dead} /> : dead}
    </Shell>
  );
}
