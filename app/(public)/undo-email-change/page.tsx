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
import { undoChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("undo.title") };
}

export default async function UndoEmailChangePage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "EMAIL_CHANGE_UNDO", token);
  const dead = (
    <>
      <JourneyLine current="in" isPastKnown={false} sentence={t("emailChange.deadJourney")} />
      <Statement title={t("undo.deadTitle")} text={t("undo.deadText")}>
        <Button asChild>
          <Link href="/login">{t("signIn")}</Link>
        </Button>
      </Statement>
    </>
  );
  if (state !== "open" || email === null) return <Shell>{dead}</Shell>;
  return (
    <Shell>
      <TokenForm
        token={token}
        action={undoChange}
        label={t("undo.submit")}
        pendingLabel={t("checking")}
        done={
          <>
            <JourneyLine current="in" isPastKnown={false} sentence={t("undo.doneJourney")} />
            <Statement title={t("undo.doneTitle")} text={t("undo.doneText", { email })} />
          </>
        }
        dead={dead}
      >
        <JourneyLine current="in" isPastKnown={false} sentence={t("undo.journey")} />
        <Statement title={t("undo.title")} text={t("undo.text", { email })} />
      </TokenForm>
    </Shell>
  );
}
