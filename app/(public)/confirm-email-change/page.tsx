import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/account/inspect-token";
import { webContext } from "@/lib/web/context";
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
    <>
      <JourneyLine current="in" isPastKnown={false} sentence={t("emailChange.deadJourney")} />
      <Statement title={t("emailChange.deadTitle")} text={t("emailChange.deadText")}>
        {toAccount}
      </Statement>
    </>
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
          <>
            <JourneyLine current="in" isPastKnown={false} sentence={t("emailChange.doneJourney")} />
            <Statement title={t("emailChange.doneTitle")} text={t("emailChange.doneText", { email })}>
              {toAccount}
            </Statement>
          </>
        }
        dead={dead}
      >
        <JourneyLine current="in" isPastKnown={false} sentence={t("emailChange.journey")} />
        <Statement title={t("emailChange.title")} text={t("emailChange.text", { email })} />
      </TokenForm>
    </Shell>
  );
}
