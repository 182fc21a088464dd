import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { findOwnRequest, type OwnRequest } from "@/lib/core/access-requests/applicant";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { readToken, type TokenPage } from "../token-param";
import { VersionChoice } from "../version-choice";
import { VersionFacts } from "../version-facts";
import { choose } from "./actions";
import { AnswerForm } from "./answer-form";
import { LinkAgain } from "./link-again";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ownRequest"))("title"), robots: { index: false } };
}

/** Keeps the token in the URL, so that the applicant can return, and changes nothing when opened. */
export default async function OwnRequestPage(props: TokenPage) {
  const token = await readToken(props);
  const request = await findOwnRequest(await webContext(), token);
  const t = await getTranslations("ownRequest");
  const standing = <Standing request={request} token={token} />;
  const versions = request.state === "unknown" ? undefined : request.versions;
  if (!versions) return <Shell>{standing}</Shell>;
  return (
    <Shell>
      <VersionChoice
        token={token}
        action={choose}
        versions={versions.map((version, index) => ({
          id: version.id,
          label: t(index === 0 ? "keepVersion" : "useVersion"),
          facts: <VersionFacts {...version} />,
        }))}
        pendingLabel={t("sending")}
        done={
          <>
            <JourneyLine current="review" />
            <Statement title={t("versionDoneTitle")} text={t("versionDoneText")} />
          </>
        }
      >
        {standing}
        <div className="grid gap-2 border-t pt-6">
          <h2 className="font-medium">{t("versionsTitle")}</h2>
          <p className="text-muted text-sm">{t("versionsText")}</p>
        </div>
      </VersionChoice>
    </Shell>
  );
}

async function Standing({ request, token }: { request: OwnRequest; token: string }) {
  const t = await getTranslations("ownRequest");
  if (request.state === "unknown") {
    return (
      <Statement title={t("unknownTitle")} text={t("unknownText")}>
        <Button asChild variant="primary">
          <Link href="/request-access">{t("requestAccess")}</Link>
        </Button>
      </Statement>
    );
  }
  const { organization, submittedAt } = request;
  const sent = (
    <p className="text-muted text-sm">
      {t("sent")} <RelativeTime date={submittedAt} />
    </p>
  );
  if (request.state === "question") {
    return (
      <AnswerForm token={token} useCase={request.useCase} after={<JourneyLine current="review" />}>
        <JourneyLine current="review" />
        <Statement title={t("questionTitle")} text={t("questionText", { organization })}>
          <blockquote className="wrap-anywhere whitespace-pre-line border-accent border-l-2 pl-4">
            {request.question}
          </blockquote>
        </Statement>
      </AnswerForm>
    );
  }
  if (request.state === "approved") {
    return (
      <LinkAgain token={token} journey={<JourneyLine current="signUp" />}>
        <Statement
          title={t("approvedTitle")}
          text={t(request.isOver ? "approvedOverText" : "approvedText", { organization })}
        />
      </LinkAgain>
    );
  }
  if (request.state === "registered") {
    return (
      <>
        <JourneyLine current="verify" />
        <Statement title={t("registeredTitle")} text={t("registeredText", { organization })}>
          <Button asChild variant="primary">
            <Link href="/login">{t("signIn")}</Link>
          </Button>
        </Statement>
      </>
    );
  }
  const isClosed = request.state === "closed";
  return (
    <>
      {isClosed ? null : <JourneyLine current="review" />}
      <Statement
        title={t(isClosed ? "closedTitle" : "waitingTitle")}
        text={t(isClosed ? "closedText" : "waitingText", { organization })}
      >
        {sent}
      </Statement>
    </>
  );
}
