import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/account/inspect-token";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirmChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("emailChange.title") };
}

export default async function ConfirmEmailChangePage(props: TokenPage) {
  const t = await getTranslations("public");
  const errors = await getTranslations("errors");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "EMAIL_CHANGE", token);
  const toAccount = (
    <Button asChild variant="primary">
      <Link href="/account">{t("emailChange.toAccount")}</Link>
    </Button>
  );
  const dead = (
    <div className="grid gap-5">
      <h1>{t("emailChange.deadTitle")}</h1>
      <p>{t("emailChange.deadText")}</p>
      {toAccount}
    </div>
  );
  if (state === "unknown" || state === "expired" || email === null) return <Shell>{dead}</Shell>;
  return (
    <Shell>
      <div className="grid gap-5">
        <h1>{t("emailChange.title")}</h1>
        <p className="wrap-anywhere">{t("emailChange.text", { email })}</p>
        <TokenForm
          token={token}
          action={confirmChange}
          label={t("emailChange.submit")}
          pendingLabel={t("checking")}
          done={
            <div className="grid gap-5">
              <h2>{t("emailChange.doneTitle")}</h2>
              <p className="wrap-anywhere">{t("emailChange.doneText", { email })}</p>
              {toAccount}
            </div>
          }
          dead={dead}
          networkError={errors("network")}
        />
      </div>
    </Shell>
  );
}
