import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { inspectToken } from "@/lib/core/account/inspect-token";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("confirmRequest.title") };
}

export default async function ConfirmRequestPage(props: TokenPage) {
  const [t, errors, token] = [await getTranslations("public"), await getTranslations("errors"), await readToken(props)];
  const { state } = await inspectToken(await webContext(), "REQUEST_CONFIRMATION", token);
  const isUsable = state === "open" || state === "used";
  return (
    <Shell journey={<JourneyLine current="request" sentence={t("request.journey")} />}>
      <h1>{t("confirmRequest.title")}</h1>
      <p>{t(isUsable ? "confirmRequest.text" : "confirmRequest.dead")}</p>
      {isUsable ? (
        <TokenForm
          token={token}
          action={confirm}
          label={t("confirmRequest.submit")}
          pendingLabel={t("sending")}
          done={<p>{t("confirmRequest.done")}</p>}
          dead={<p>{t("confirmRequest.dead")}</p>}
          networkError={errors("network")}
        />
      ) : null}
    </Shell>
  );
}
