"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { SecretShown } from "./secret-shown";
import { WebhookFields, type WebhookValues } from "./webhook-fields";

interface Made {
  id: string;
  secret: string;
}

/** Asks where events go; shows the secret that they are signed with, once. */
export function NewWebhook({ create }: { create: (input: WebhookValues) => Promise<Outcome<Made>> }) {
  const t = useTranslations("webhooks");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
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
  if (!isOpen) {
    return (
      <div>
        <Button variant="primary" onClick={() => setOpen(true)}>
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
        onSaved={(saved) => {
          setOpen(false);
          setMade(saved);
          router.refresh();
        }}
      />
    </section>
  );
}
