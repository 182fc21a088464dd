"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button";

/** Doesn't reload automatically, so that typed text isn't lost. */
export function Outdated() {
  const t = useTranslations();
  return (
    <div
      role="alert"
      className="fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center justify-between gap-3 rounded border bg-surface p-4 shadow-lg"
    >
      <p>{t("errors.outdated")}</p>
      <Button size="sm" variant="primary" onClick={() => window.location.reload()}>
        {t("common.reload")}
      </Button>
    </div>
  );
}
