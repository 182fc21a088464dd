"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";
import { SecretShown } from "../secret-shown";
import { WebhookFields, type WebhookValues } from "../webhook-fields";

interface Props {
  webhook: WebhookValues & { id: string; isEnabled: boolean };
  actions: {
    update: (input: { id: string; isEnabled?: boolean } & Partial<WebhookValues>) => Promise<Outcome<unknown>>;
    rotate: (input: { id: string }) => Promise<Outcome<{ secret: string }>>;
    remove: (input: { id: string }) => Promise<Outcome<unknown>>;
  };
}

export function WebhookSettings({ webhook, actions }: Props) {
  const t = useTranslations("webhooks");
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const { act, error, isPending } = useAct();
  const { id, isEnabled, ...values } = webhook;
  return (
    <SettingsGroup title={t("settings")}>
      <SettingsRow
        title={t("target")}
        description={
          <span className="wrap-anywhere">
            {webhook.events.includes("*") ? t("everyEvent") : t("eventCount", { count: webhook.events.length })}
          </span>
        }
        action={
          <Button size="sm" onClick={() => setEditing(!isEditing)}>
            {t(isEditing ? "close" : "edit")}
          </Button>
        }
      >
        {isEditing ? (
          <WebhookFields
            values={values}
            save={(typed) => actions.update({ id, ...typed })}
            words={{ submit: t("save"), submitting: t("saving") }}
            onSaved={() => {
              setEditing(false);
              toast(t("saved"));
              router.refresh();
            }}
          />
        ) : null}
      </SettingsRow>
      <SettingsRow
        title={t("state")}
        description={t(isEnabled ? "onText" : "offText")}
        state={<Badge tone={isEnabled ? "success" : "neutral"}>{t(isEnabled ? "on" : "off")}</Badge>}
        action={
          <Button
            size="sm"
            pending={isPending}
            onClick={() =>
              act(() => actions.update({ id, isEnabled: !isEnabled }), t(isEnabled ? "turnedOff" : "turnedOn"))
            }
          >
            {t(isEnabled ? "turnOff" : "turnOn")}
          </Button>
        }
      >
        {error ? <FormError error={error} /> : null}
      </SettingsRow>
      <RotateRow id={id} rotate={actions.rotate} />
      <DeleteRow id={id} url={webhook.url} remove={actions.remove} />
    </SettingsGroup>
  );
}

function RotateRow({ id, rotate }: { id: string; rotate: Props["actions"]["rotate"] }) {
  const t = useTranslations("webhooks.secret");
  const withProof = useStepUp();
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);
  const onRotate = async () => {
    setPending(true);
    const result = await withProof(() => rotate({ id }));
    setPending(false);
    setError(result.ok ? null : result.error);
    if (result.ok) setSecret(result.value.secret);
  };
  return (
    <SettingsRow
      title={t("name")}
      description={t("text")}
      action={
        <Button size="sm" pending={isPending} onClick={() => void onRotate()}>
          {t("rotate")}
        </Button>
      }
    >
      {error ? <FormError error={error} /> : null}
      {secret ? <SecretShown secret={secret} text={t("rotated")} onDone={() => setSecret(null)} /> : null}
    </SettingsRow>
  );
}

function DeleteRow({ id, url, remove }: { id: string; url: string; remove: Props["actions"]["remove"] }) {
  const t = useTranslations("webhooks.delete");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);
  const onDelete = async () => {
    setPending(true);
    const result = await withProof(() => remove({ id }));
    setPending(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    toast(t("done"));
    router.push("/admin/webhooks");
  };
  return (
    <SettingsRow
      title={t("title")}
      description={t("text")}
      action={
        <Button size="sm" onClick={() => setOpen(true)}>
          {t("open")}
        </Button>
      }
    >
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title")} description={t("effect", { url })}>
        <div className="grid gap-4">
          <FormError error={error} />
          <div className="flex flex-wrap gap-2">
            <Button variant="danger" pending={isPending} pendingLabel={t("deleting")} onClick={() => void onDelete()}>
              {t("submit")}
            </Button>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              {common("cancel")}
            </Button>
          </div>
        </div>
      </Dialog>
    </SettingsRow>
  );
}
