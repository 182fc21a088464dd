"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import { useQueueFrame } from "./queue-frame";

export function PanelFacts({ detail }: { detail: AccessRequestDetail }) {
  const t = useTranslations("queue");
  const { modeLabels } = useQueueFrame();
  const { decidedAt, decidedBy, decidedByRule, firstApprovedBy, joinTenant, duplicateOf } = detail;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <Fact term={t("fact.useCase")} isWide>
        <span className="whitespace-pre-line">{detail.useCase}</span>
      </Fact>
      <Fact term={t("fact.organization")}>{detail.organization}</Fact>
      <Fact term={t("fact.buyerMode")}>{modeLabels[detail.buyerMode] ?? detail.buyerMode}</Fact>
      <Fact term={t("fact.received")}>
        <RelativeTime date={detail.submittedAt} /> · {t(`filter.source.${detail.source}`)}
      </Fact>
      <Fact term={t("fact.from")}>{detail.ip}</Fact>
      {firstApprovedBy ? <Fact term={t("fact.firstApproval")}>{firstApprovedBy.name}</Fact> : null}
      {decidedAt ? (
        <Fact term={t("fact.decided")}>
          <RelativeTime date={decidedAt} /> {decidedBy ? t("by", { name: decidedBy.name }) : null}
          {decidedByRule ? t("byRule", { name: decidedByRule.name }) : null}
        </Fact>
      ) : null}
      {joinTenant ? (
        <Fact term={t("fact.joins")}>
          {joinTenant.name} · {t(`role.${joinTenant.role}`)}
        </Fact>
      ) : null}
      {duplicateOf ? (
        <Fact term={t("fact.duplicateOf")}>
          {duplicateOf.name} · {duplicateOf.email}
        </Fact>
      ) : null}
      {detail.rejectionReason ? (
        <Fact term={t("fact.reason")} isWide>
          <span className="whitespace-pre-line">{detail.rejectionReason}</span>
        </Fact>
      ) : null}
      {detail.approvalNote ? (
        <Fact term={t("fact.note")} isWide>
          <span className="whitespace-pre-line">{detail.approvalNote}</span>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ term, isWide, children }: { term: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={isWide ? "sm:col-span-2" : undefined}>
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
