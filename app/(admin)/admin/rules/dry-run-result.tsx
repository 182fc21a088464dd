"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DryRun } from "@/lib/core/access-requests/rules/dry-run";
import { effectTones } from "./rule-types";

export function DryRunResult({ run: { address, requests, counts } }: { run: DryRun }) {
  const t = useTranslations("accessRules");
  const admin = useTranslations("queue");
  const met = requests.filter((request) => request.outcome !== null);
  return (
    <div className="grid gap-4">
      {address ? <Address address={address} /> : null}
      <div className="grid gap-2">
        <p className="font-medium">{t("recent", { count: requests.length })}</p>
        <ul className="flex flex-wrap gap-2 text-sm">
          {(["approve", "hold", "reject"] as const).map((effect) => (
            <li key={effect}>
              <Badge tone={effectTones[effect]}>{t(`would.${effect}`, { count: counts[effect] })}</Badge>
            </li>
          ))}
          <li>
            <Badge>{t("would.none", { count: counts.none })}</Badge>
          </li>
        </ul>
        {met.length > 0 ? (
          <details className="text-sm">
            <summary className="link w-fit cursor-pointer py-1">{t("showMet", { count: met.length })}</summary>
            <ul className="mt-2 max-h-96 overflow-y-auto rounded border">
              {met.map(({ id, name, email, status, submittedAt, outcome }) => (
                <li
                  key={id}
                  className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-3 py-2 first:border-t-0"
                >
                  <span className="wrap-anywhere min-w-0 flex-1 basis-60">
                    {name}, {email}
                    <span className="block text-muted">
                      <RelativeTime date={submittedAt} /> · {t("inTruth")} {admin(`status.${status}`)}
                    </span>
                  </span>
                  {outcome ? <OutcomeLine outcome={outcome} /> : null}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </div>
  );
}

function Address({ address }: { address: NonNullable<DryRun["address"]> }) {
  const t = useTranslations("accessRules");
  const { email, domainKind, outcome, matching } = address;
  const others = matching.slice(1);
  return (
    <div className="grid gap-2 rounded border bg-background px-3.5 py-3">
      <p className="wrap-anywhere">
        <span className="font-medium">{email}</span> · {t(`kinds.${domainKind}`)}
      </p>
      {outcome ? <OutcomeLine outcome={outcome} /> : <p>{t("noRule")}</p>}
      {outcome && others.length > 0 ? (
        <p className="text-muted text-sm">{t("alsoMatch", { names: others.map(({ name }) => name).join(", ") })}</p>
      ) : null}
    </div>
  );
}

function OutcomeLine({ outcome }: { outcome: NonNullable<NonNullable<DryRun["address"]>["outcome"]> }) {
  const t = useTranslations("accessRules");
  const { rule, effect, insteadOfApproval } = outcome;
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone={effectTones[effect]}>{t(`outcomes.${effect}`)}</Badge>
      <span className="wrap-anywhere">
        {t("byRule", { name: rule.name })}
        {insteadOfApproval ? (
          <span className="block text-muted text-sm">{t(`instead.${insteadOfApproval}`)}</span>
        ) : null}
      </span>
    </p>
  );
}
