"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { ApiKeyLine } from "@/components/shared/api-key-line";
import { useAct } from "@/components/shared/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ApiKey } from "@/lib/core/api-keys/api-keys";

interface Props {
  owner: string;
  keys: ApiKey[];
  revoke: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function UserApiKeys({ owner, keys, revoke }: Props) {
  const t = useTranslations("users.keyList");
  const words = useTranslations("apiKeys");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const answer = (key: ApiKey) => {
    setAsked(null);
    act(() => revoke({ id: key.id }), words("revoked"));
  };
  if (keys.length === 0) return <p className="px-5 py-4 text-muted">{t("none")}</p>;
  return (
    <>
      {error ? (
        <div className="px-5 pt-4">
          <FormError error={error} />
        </div>
      ) : null}
      <ul aria-busy={isPending}>
        {keys.map((item) => (
          <ApiKeyLine key={item.id} item={item} onRevoke={() => setAsked(item)} />
        ))}
      </ul>
      {asked ? (
        <Dialog
          open
          onOpenChange={() => setAsked(null)}
          title={t("revokeTitle", { key: asked.name })}
          description={t("revokeText", { name: owner })}
        >
          <div className="flex flex-wrap gap-2">
            <Button variant="danger" onClick={() => answer(asked)}>
              {words("revoke")}
            </Button>
            <Button variant="ghost" onClick={() => setAsked(null)}>
              {common("cancel")}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
