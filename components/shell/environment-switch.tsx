"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { toast } from "@/components/ui/toast";

export type Environment = "sandbox" | "production";

interface Props {
  value: Environment;
  choose: (input: { preferredEnvironment: Environment }) => Promise<Outcome<unknown>>;
}

export function EnvironmentSwitch({ value, choose }: Props) {
  const t = useTranslations("shell");
  const router = useRouter();
  const call = useCall();
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
            const result = await call(() => choose({ preferredEnvironment }));
            if (!result.ok) toast.error(result.error.message);
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
