"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { SecretShown } from "./secret-shown";
import { WebhookFields, type WebhookValues } from "./webhook-fields";

interface Made {
  id: string;
  secret: string;
}

export function NewWebhook({ create }: { create: (input: WebhookValues) => Promise<Outcome<Made>> }) {
  const t = useTranslations("webhooks");
  const router = useRouter();
  const editing = useEditing();
  const [made, setMade] = useState<Made | null>(null);
  if (made) {
    return (
      <SecretShown
        secret={made.secret}
        text={t("secret.once")}
        onDone={() => {
          setMade(null);
          router.push(`/admin/webhooks/${made.id}`);
        }}
      />
    );
  }
  if (!editing.isEditing) {
    return (
      <div>
        <Button ref={editing.opener} variant="primary" onClick={editing.open}>
          {t("add")}
        </Button>
      </div>
    );
  }
  return (
    <section aria-labelledby="new-webhook" className="grid gap-4 rounded border bg-surface p-5">
      <h2 id="new-webhook">{t("add")}</h2>
      <WebhookFields
        values={{ url: "", description: "", events: [] }}
        save={create}
        words={{ submit: t("create"), submitting: t("creating") }}
        onCancel={editing.cancel}
        onSaved={(saved) => {
          setMade(saved);
          editing.saved();
        }}
      />
    </section>
  );
}
