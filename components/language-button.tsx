"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";

const languages = { en: "English", de: "Deutsch" } as const;

interface Props {
  choose: (input: { locale: keyof typeof languages }) => Promise<{ ok: boolean }>;
}

/** Offers the language that the page is not in. */
export function LanguageButton({ choose }: Props) {
  const other = useLocale() === "de" ? "en" : "de";
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <Button
      variant="ghost"
      size="sm"
      lang={other}
      className="-mr-3 font-normal text-muted"
      disabled={isPending}
      onClick={() =>
        startTransition(async () => {
          const { ok } = await choose({ locale: other }).catch(() => ({ ok: false }));
          if (ok) router.refresh();
        })
      }
    >
      {languages[other]}
    </Button>
  );
}
