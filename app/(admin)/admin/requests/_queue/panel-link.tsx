"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu, MenuItem } from "@/components/ui/dropdown-menu";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import type { CopiedLink } from "@/lib/core/access-requests/invitation";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { isLinkMissing } from "@/lib/values/queue";
import * as actions from "../actions";
import { useQueueFrame } from "./queue-frame";
import { TokenState } from "./token-state";

const extensions = [7, 14, 30];
/** Longer waits come from the email limit, not the session's. */
const sessionLimitSeconds = 60;

type Acts = "resend" | "revoke" | "reopen" | "extend";

export function PanelLink({ detail }: { detail: AccessRequestDetail }) {
  const t = useTranslations("queue.link");
  const queue = useTranslations("queue");
  const { act, withProof } = useQueueFrame();
  const [error, setError] = useState<Refusal | null>(null);
  const [pending, setPending] = useState<Acts | "copy" | null>(null);
  const [copied, setCopied] = useState<CopiedLink | null>(null);
  const { id, version, email, name, status, mail } = detail;
  const isOpen = status === "approved" || status === "expired";

  const run = async (kind: Acts, work: () => Promise<Outcome<AccessRequestView>>) => {
    setPending(kind);
    setCopied(null);
    const result = await act({
      item: detail,
      run: work,
      done: queue(`done.${kind}`, { email, name }),
      isShownByCaller: true,
    });
    setPending(null);
    const isMailLimit = !result.ok && kind === "resend" && (result.error.retryAfterSeconds ?? 0) > sessionLimitSeconds;
    setError(result.ok ? null : isMailLimit ? { ...result.error, message: t("limited") } : result.error);
  };
  const copy = async () => {
    setPending("copy");
    const result = await withProof(() => actions.copyLink({ id }));
    setPending(null);
    setError(result.ok ? null : result.error);
    setCopied(result.ok ? result.value : null);
  };
  const resend = () => void run("resend", () => actions.resend({ id, version }));

  return (
    <div className="grid gap-3 rounded border bg-background p-4 empty:hidden">
      <FormError error={error} />
      {detail.tokenState ? (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium">{t("title")}</span>
          <TokenState item={detail} />
          {detail.token?.openedAt ? (
            <span className="text-muted">
              {t("openedAt")} <RelativeTime date={detail.token.openedAt} />
            </span>
          ) : null}
        </p>
      ) : null}
      {mail?.state === "failed" ? (
        <Notice tone="danger" title={t("failed", { count: mail.attempts })}>
          {mail.error ? <p className="wrap-anywhere">{mail.error}</p> : null}
          {isOpen ? (
            <Button size="sm" className="mt-2" pending={pending === "resend"} onClick={resend}>
              {t("retry")}
            </Button>
          ) : null}
        </Notice>
      ) : null}
      {isLinkMissing(detail) ? (
        <Notice tone="warning" title={t("notMailed")}>
          {t("notMailedText")}
        </Notice>
      ) : null}
      {isOpen ? (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" pending={pending === "resend"} onClick={resend}>
            {t("resend")}
          </Button>
          {status === "approved" ? (
            <>
              <DropdownMenu
                trigger={
                  <Button size="sm" pending={pending === "extend"}>
                    {t("extend")}
                  </Button>
                }
              >
                {extensions.map((days) => (
                  <MenuItem key={days} onSelect={() => void run("extend", () => actions.extend({ id, days }))}>
                    {t("days", { days })}
                  </MenuItem>
                ))}
              </DropdownMenu>
              <Button size="sm" pending={pending === "copy"} onClick={() => void copy()}>
                {t("copy")}
              </Button>
            </>
          ) : null}
          <Button
            size="sm"
            variant="ghost"
            pending={pending === "revoke"}
            onClick={() => void run("revoke", () => actions.revoke({ id, version }))}
          >
            {t("revoke")}
          </Button>
        </div>
      ) : null}
      {copied ? (
        <Notice tone="warning" title={t("copied")} role="status">
          <p>
            {t("copiedText", { name })} <RelativeTime date={copied.expiresAt} />.
          </p>
          <p className="wrap-anywhere my-2 rounded bg-surface p-2 font-mono text-xs">{copied.url}</p>
          <CopyButton value={copied.url} />
        </Notice>
      ) : null}
      {status === "rejected" ? (
        <Button
          size="sm"
          className="justify-self-start"
          pending={pending === "reopen"}
          onClick={() => void run("reopen", () => actions.reopen({ id, version }))}
        >
          {t("reopen")}
        </Button>
      ) : null}
    </div>
  );
}
