import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { inspectToken } from "@/lib/core/account/inspect-token";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { undoChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("undo.title") };
}

export default async function UndoEmailChangePage(props: TokenPage) {
  const t = await getTranslations("public");
  const errors = await getTranslations("errors");
  const token = await readToken(props);
  const { state, email } = await inspectToken(await webContext(), "EMAIL_CHANGE_UNDO", token);
  const dead = (
    <div className="grid gap-5">
      <h1>{t("emailChange.deadTitle")}</h1>
      <p>{t("undo.deadText")}</p>
    </div>
  );
  if (state !== "open" || email === null) return <Shell>{dead}</Shell>;
  return (
    <Shell>
      <div className="grid gap-5">
        <h1>{t("undo.title")}</h1>
        <p className="wrap-anywhere">{t("undo.text", { email })}</p>
        <TokenForm
          token={token}
          action={undoChange}
          label={t("undo.submit")}
          pendingLabel={t("checking")}
          done={
            <div className="grid gap-3">
              <h2>{t("undo.doneTitle")}</h2>
              <p className="wrap-anywhere">{t("undo.doneText", { email })}</p>
            </div>
          }
          dead={dead}
          networkError={errors("network")}
        />
      </div>
    </Shell>
  );
}
