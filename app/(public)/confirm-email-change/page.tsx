import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/accounts/inspect-token";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "../dead-link";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirmChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("emailChange.title") };
}

export default async function ConfirmEmailChangePage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "EMAIL_CHANGE", token);
  const toAccount = (
    <Button asChild variant="primary">
      <Link href="/account">{t("emailChange.toAccount")}</Link>
    </Button>
  );
  const dead = (
    <DeadLink token={token} title={t("emailChange.deadTitle")} text={t("emailChange.deadText")}>
      {toAccount}
    </DeadLink>
  );
  if (state === "unknown" || state === "expired" || email === null) return <Shell>{dead}</Shell>;
  return (
    <Shell>
      <TokenForm
        token={token}
        action={confirmChange}
        label={t("emailChange.submit")}
        pendingLabel={t("checking")}
        done={
          <Statement title={t("emailChange.doneTitle")} text={t("emailChange.doneText", { email })}>
            {toAccount}
          </Statement>
        }
        dead={dead}
      >
        <Statement title={t("emailChange.title")} text={t("emailChange.text", { email })} />
      </TokenForm>
    </Shell>
  );
}
