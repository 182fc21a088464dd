"use client";

import { UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";

export function UserMenuButton({ name, ...props }: Omit<ComponentProps<typeof Button>, "name"> & { name: string }) {
  const t = useTranslations("shell");
  return (
    <Button variant="ghost" size="sm" {...props}>
      <UserRound aria-hidden className="size-4" strokeWidth={1.5} />
      <span className="sr-only">{t("menu")}: </span>
      <span className="max-w-32 truncate max-sm:sr-only">{name}</span>
    </Button>
  );
}
