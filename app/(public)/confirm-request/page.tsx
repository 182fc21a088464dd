import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { Button } from "@/components/ui/button";
import { inspectConfirmation } from "@/lib/core/access/inspect-confirmation";
import { buyerModeLabel } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "../dead-link";
import { Facts } from "../facts";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { confirm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("confirmRequest.title") };
}

export default async function ConfirmRequestPage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const { state, words } = await inspectConfirmation(await webContext(), token);
  const dead = (
    <DeadLink token={token} title={t("confirmRequest.deadTitle")} text={t("confirmRequest.dead")}>
      <Button asChild variant="primary">
        <Link href="/request-access">{t("requestAccess")}</Link>
      </Button>
    </DeadLink>
  );
  if (state !== "open" && state !== "used") return <Shell>{dead}</Shell>;
  return (
    <Shell>
      <TokenForm
        token={token}
        action={confirm}
        label={t("confirmRequest.submit")}
        pendingLabel={t("sending")}
        done={
          <>
            <JourneyLine current="review" />
            <Statement title={t("confirmRequest.doneTitle")} text={t("confirmRequest.done")} />
          </>
        }
        dead={dead}
      >
        <JourneyLine current="request" />
        <Statement title={t("confirmRequest.title")} text={t("confirmRequest.text")}>
          {words ? (
            <>
              <Facts
                facts={[
                  [t("name"), words.name],
                  [t("organization"), words.organization],
                  [t("signup.use"), await buyerModeLabel(words.buyerMode)],
                  [t("confirmRequest.message"), words.useCase],
                ]}
              />
              <p className="text-muted text-sm">{t("confirmRequest.notYou")}</p>
            </>
          ) : null}
        </Statement>
      </TokenForm>
    </Shell>
  );
}
