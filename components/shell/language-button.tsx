"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useTransition } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";

const languages = { en: "English", de: "Deutsch" } as const;

interface Props {
  choose: (input: { locale: keyof typeof languages }) => Promise<Outcome<unknown>>;
}

export function LanguageButton({ choose }: Props) {
  const other = useLocale() === "de" ? "en" : "de";
  const router = useRouter();
  const call = useCall();
  const [isPending, startTransition] = useTransition();
  return (
    <Button
      variant="ghost"
      size="sm"
      lang={other}
      className="-mr-3 font-normal! text-muted!"
      disabled={isPending}
      onClick={() =>
        startTransition(async () => {
          const { ok } = await call(() => choose({ locale: other }));
          if (ok) router.refresh();
        })
      }
    >
      {languages[other]}
    </Button>
  );
}
