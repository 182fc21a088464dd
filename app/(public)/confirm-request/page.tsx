import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { Button } from "@/components/ui/button";
import { inspectConfirmation } from "@/lib/core/access-requests/confirm";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "../dead-link";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { HiddenToken, TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { VersionChoice } from "../version-choice";
import { VersionFacts } from "../version-facts";
import { confirm } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("confirmRequest.title") };
}

export default async function ConfirmRequestPage(props: TokenPage) {
  const t = await getTranslations("public");
  const token = await readToken(props);
  const { state, versions } = await inspectConfirmation(await webContext(), token);
  const dead = (
    <DeadLink token={token} title={t("confirmRequest.deadTitle")} text={t("confirmRequest.dead")}>
      <Button asChild variant="primary">
        <Link href="/request-access">{t("requestAccess")}</Link>
      </Button>
    </DeadLink>
  );
  if (state !== "open" && state !== "used") return <Shell>{dead}</Shell>;
  const done = (
    <>
      <JourneyLine current="review" />
      <Statement title={t("confirmRequest.doneTitle")} text={t("confirmRequest.done")} />
    </>
  );
  const journey = <JourneyLine current="request" />;
  if (versions.length === 0) {
    return (
      <Shell>
        <TokenForm
          token={token}
          action={confirm}
          label={t("confirmRequest.submit")}
          pendingLabel={t("sending")}
          done={done}
          dead={dead}
        >
          {journey}
          <Statement title={t("confirmRequest.title")} text={t("confirmRequest.text")} />
        </TokenForm>
      </Shell>
    );
  }
  const isOne = versions.length === 1;
  return (
    <Shell>
      <VersionChoice
        token={token}
        action={confirm}
        versions={versions.map((version) => ({
          id: version.id,
          label: t(isOne ? "confirmRequest.submit" : "confirmRequest.submitVersion"),
          facts: <VersionFacts {...version} />,
        }))}
        pendingLabel={t("sending")}
        done={done}
        dead={dead}
      >
        <HiddenToken />
        {journey}
        <Statement title={t("confirmRequest.title")} text={t(isOne ? "confirmRequest.text" : "confirmRequest.choose")}>
          <p className="text-muted text-sm">{t("confirmRequest.notYou")}</p>
        </Statement>
      </VersionChoice>
    </Shell>
  );
}
