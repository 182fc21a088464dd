"use client";

import { Languages, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu";
import { announceSignOut } from "./session-keeper";

const icon = { "aria-hidden": true, className: "size-4", strokeWidth: 1.5 };
const themes = [
  ["light", Sun],
  ["dark", Moon],
  ["system", Monitor],
] as const;
const languages = { en: "English", de: "Deutsch" } as const;

interface Props {
  name: string;
  email: string;
  signOut: (input: Record<string, never>) => Promise<{ ok: boolean }>;
  chooseLanguage: (input: { locale: keyof typeof languages }) => Promise<{ ok: boolean }>;
}

export function UserMenu({ name, email, signOut, chooseLanguage }: Props) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const { setTheme } = useTheme();
  const other = useLocale() === "de" ? "en" : "de";
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
      {themes.map(([theme, Icon]) => (
        <MenuItem key={theme} onSelect={() => setTheme(theme)}>
          <Icon {...icon} />
          {common(`theme.${theme}`)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem
        onSelect={() =>
          startTransition(async () => {
            await chooseLanguage({ locale: other });
            window.location.reload();
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
            const result = await signOut({});
            if (!result.ok) return;
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
