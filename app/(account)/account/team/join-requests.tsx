"use client";

import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import type { Act } from "@/components/shared/team-types";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { JoinRequest } from "@/lib/core/access-requests/joining";

interface Props {
  requests: JoinRequest[];
  confirm: Act<{ id: string }>;
  decline: Act<{ id: string }>;
}

/** Lists people whom a reviewer approved and the organization must confirm. */
export function JoinRequests({ requests, confirm, decline }: Props) {
  const t = useTranslations("team");
  const { act, error, isPending } = useAct();
  return (
    <>
      <FormError error={error} />
      <ul>
        {requests.map(({ id, name, email, role, askedAt }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0"
          >
            <div className="min-w-0 flex-1 basis-60">
              <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
                {name}
                <Badge>{t(`roles.${role}`)}</Badge>
              </p>
              <p className="wrap-anywhere text-muted text-sm">
                {email} · {t("asked")} <RelativeTime date={askedAt} />
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button
                size="sm"
                pending={isPending}
                aria-label={`${t("confirm")}: ${email}`}
                onClick={() => act(() => confirm({ id }), t("confirmed", { name }))}
              >
                {t("confirm")}
              </Button>
              <Button
                size="sm"
                pending={isPending}
                aria-label={`${t("decline")}: ${email}`}
                onClick={() => act(() => decline({ id }), t("declined"))}
              >
                {t("decline")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
