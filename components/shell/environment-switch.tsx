"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";

export type Environment = "sandbox" | "production";

interface Props {
  value: Environment;
  choose: (input: { preferredEnvironment: Environment }) => Promise<{ ok: boolean }>;
}

/** Sandbox or production; the coloured edge of the page follows. */
export function EnvironmentSwitch({ value, choose }: Props) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [shown, setShown] = useOptimistic(value);
  const [, startTransition] = useTransition();
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="sr-only">{t("environment")}</span>
      <span
        aria-hidden
        className={shown === "sandbox" ? "size-2 rounded-full bg-sandbox" : "size-2 rounded-full bg-accent"}
      />
      <select
        className="h-8 rounded border border-transparent bg-transparent pr-1 hover:border-line pointer-coarse:h-11"
        value={shown}
        onChange={(event) => {
          const preferredEnvironment = event.target.value === "production" ? "production" : "sandbox";
          startTransition(async () => {
            setShown(preferredEnvironment);
            await choose({ preferredEnvironment });
            router.refresh();
          });
        }}
      >
        <option value="sandbox">{t("sandbox")}</option>
        <option value="production">{t("production")}</option>
      </select>
    </label>
  );
}
