"use client";

import { Languages, LogOut, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { ThemeToggle } from "@/components/theme-toggle";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { announceSignOut } from "./session-keeper";

const icon = { "aria-hidden": true, className: "size-4", strokeWidth: 1.5 };
const languages = { en: "English", de: "Deutsch" } as const;

interface Props {
  name: string;
  email: string;
  signOut: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  chooseLanguage: (input: { locale: keyof typeof languages }) => Promise<Outcome<unknown>>;
}

export function UserMenu({ name, email, signOut, chooseLanguage }: Props) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const other = useLocale() === "de" ? "en" : "de";
  const call = useCall();
  const [isPending, startTransition] = useTransition();
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="sm" pending={isPending}>
          <UserRound {...icon} />
          <span className="sr-only">{t("menu")}: </span>
          <span className="max-w-32 truncate max-sm:sr-only">{name}</span>
        </Button>
      }
    >
      <MenuLabel>{t("signedInAs", { email })}</MenuLabel>
      <MenuSeparator />
      <MenuLabel>{common("theme.title")}</MenuLabel>
      <ThemeToggle />
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          startTransition(async () => {
            const result = await call(() => chooseLanguage({ locale: other }));
            if (result.ok) window.location.reload();
            else toast.error(result.error.message);
          })
        }
      >
        <Languages {...icon} />
        <span lang={other}>{languages[other]}</span>
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          startTransition(async () => {
            const result = await call(() => signOut({}));
            if (!result.ok) {
              toast.error(result.error.message);
              return;
            }
            announceSignOut();
            // A full load, and no way back to what was shown.
            window.location.replace("/login?reason=signed_out");
          })
        }
      >
        <LogOut {...icon} />
        {t("signOut")}
      </MenuItem>
    </DropdownMenu>
  );
}
