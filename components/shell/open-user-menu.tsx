"use client";

import { Languages, LogOut } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { DropdownMenu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { announceSignOut } from "./session-keeper";
import { UserMenuButton } from "./user-menu-button";

const icon = { "aria-hidden": true, className: "size-4", strokeWidth: 1.5 };
const languages = { en: "English", de: "Deutsch" } as const;

export interface UserMenuProps {
  name: string;
  email: string;
  signOut: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  chooseLanguage: (input: { locale: keyof typeof languages }) => Promise<Outcome<unknown>>;
}

/** Loaded when components/shell/user-menu.tsx is first pressed. */
export function OpenUserMenu({ name, email, signOut, chooseLanguage }: UserMenuProps) {
  const t = useTranslations("shell");
  const other = useLocale() === "de" ? "en" : "de";
  const call = useCall();
  const [isPending, startTransition] = useTransition();
  return (
    <DropdownMenu startsOpen trigger={<UserMenuButton name={name} pending={isPending} />}>
      <MenuGroup label={t("signedInAs", { email })}>
        <MenuSeparator />
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
              // Does a full load without a history entry.
              window.location.replace("/login?reason=signed_out");
            })
          }
        >
          <LogOut {...icon} />
          {t("signOut")}
        </MenuItem>
      </MenuGroup>
    </DropdownMenu>
  );
}
