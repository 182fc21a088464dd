"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Failure } from "./use-acts";

interface Props {
  failures: Failure[];
  onLook: (id: string) => void;
  onForget: (failure: Failure) => void;
}

export function QueueFailures({ failures, onLook, onForget }: Props) {
  const t = useTranslations("queue.failure");
  const common = useTranslations("common");
  return (
    <div role="alert" className="grid gap-2 empty:hidden">
      {failures.map((failure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same request can fail twice.
        <Notice key={index} tone="danger" title={failure.item ? t("title", { name: failure.item.name }) : null}>
          <p>{failure.error.message}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            {failure.item ? (
              <Button size="sm" onClick={() => onLook(failure.item?.id ?? "")}>
                {t("look")}
              </Button>
            ) : null}
            <Button size="sm" variant="ghost" onClick={() => onForget(failure)}>
              {common("close")}
            </Button>
          </div>
        </Notice>
      ))}
    </div>
  );
}
