"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { Hint } from "@/components/ui/hint";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import * as actions from "../actions";
import { type Draft, useQueueFrame } from "./queue-frame";
import { TemplatePicker } from "./template-picker";

interface Props {
  detail: AccessRequestDetail;
  draft: Draft;
}

export function PanelDecide({ detail }: Pick<Props, "detail">) {
  const t = useTranslations("queue");
  const { act, ask, approve, draftOf, setDraft } = useQueueFrame();
  const { id, version } = detail;
  const [isWithdrawing, setWithdrawing] = useState(false);
  const withdraw = async () => {
    setWithdrawing(true);
    await act({ item: detail, run: () => actions.revoke({ id, version }), done: t("done.withdrawFirst") });
    setWithdrawing(false);
  };
  const draft = draftOf(detail.id);
  const onDraft = (changed: Draft) => setDraft(detail.id, changed);
  return (
    <div className="grid gap-3 rounded border bg-background p-4">
      {detail.tenantsOfDomain.length > 0 ? <JoinFields detail={detail} draft={draft} onDraft={onDraft} /> : null}
      <TemplatePicker kind="approval_note" onPick={(note) => onDraft({ ...draft, note })} />
      <TextAreaField
        label={t("note")}
        rows={2}
        maxLength={1000}
        value={draft.note}
        onChange={(event) => onDraft({ ...draft, note: event.target.value })}
      />
      <Effect detail={detail} draft={draft} />
      <div className="flex flex-wrap items-center gap-2">
        <Hint label={t("approve")} keys="a">
          <Button variant="primary" aria-keyshortcuts="a" onClick={() => approve(detail)}>
            {t("approve")}
          </Button>
        </Hint>
        <Hint label={t("rejectHint")} keys="r">
          <Button aria-keyshortcuts="r" onClick={() => ask({ kind: "reject", item: detail })}>
            {t("reject")}
          </Button>
        </Hint>
        <Hint label={t("snooze.hint")} keys="s">
          <Button aria-keyshortcuts="s" variant="ghost" onClick={() => ask({ kind: "snooze", item: detail })}>
            {t("snooze.button")}
          </Button>
        </Hint>
        <Button variant="ghost" onClick={() => ask({ kind: "preview", item: detail })}>
          {t("preview.button")}
        </Button>
        {detail.firstApprovedBy ? (
          <Button variant="ghost" pending={isWithdrawing} onClick={() => void withdraw()}>
            {t("withdrawFirst")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Effect({ detail, draft }: Props) {
  const t = useTranslations("queue.effect");
  const { settings, me } = useQueueFrame();
  const { name, firstApprovedBy, buyerMode } = detail;
  const tenant = detail.tenantsOfDomain.find(({ id }) => id === draft.joinTenantId);
  const needsTwo = settings.fourEyesBuyerModes.includes(buyerMode);
  const undo = settings.undoSeconds > 0 && !tenant ? t("undo", { seconds: settings.undoSeconds }) : "";
  const mails = tenant ? t("mailsToJoin", { name, tenant: tenant.name }) : t("mails", { name });
  if (needsTwo && !firstApprovedBy) return <p className="text-sm">{t("first")}</p>;
  if (firstApprovedBy?.id === me.id) return <p className="text-sm">{t("waitsForSecond")}</p>;
  return (
    <p className="text-muted text-sm">
      {firstApprovedBy ? `${t("second", { name: firstApprovedBy.name })} ` : ""}
      {mails} {undo}
    </p>
  );
}

function JoinFields({ detail, draft, onDraft }: Props & { onDraft: (draft: Draft) => void }) {
  const t = useTranslations("queue.join");
  const role = useTranslations("queue.role");
  const { joinRolesOf } = useQueueFrame();
  const chosen = detail.tenantsOfDomain.find(({ id }) => id === draft.joinTenantId);
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label={t("tenant")}
        hint={draft.joinTenantId ? t("proof") : undefined}
        value={draft.joinTenantId}
        onChange={(event) => onDraft({ ...draft, joinTenantId: event.target.value })}
      >
        <option value="">{t("own")}</option>
        {detail.tenantsOfDomain.map(({ id, name, members }) => (
          <option key={id} value={id}>
            {t("existing", { name, members })}
          </option>
        ))}
      </SelectField>
      {chosen ? (
        <SelectField
          label={t("role")}
          value={draft.joinRole}
          onChange={(event) => onDraft({ ...draft, joinRole: event.target.value === "admin" ? "admin" : "member" })}
        >
          {(joinRolesOf[chosen.id] ?? ["member"]).map((name) => (
            <option key={name} value={name}>
              {role(name)}
            </option>
          ))}
        </SelectField>
      ) : null}
    </div>
  );
}
