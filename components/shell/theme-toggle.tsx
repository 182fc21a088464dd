"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { MenuChoice } from "@/components/ui/dropdown-menu";

const themes = ["light", "dark", "system"] as const;
const icons = { light: Sun, dark: Moon, system: Monitor };

export function ThemeToggle() {
  const t = useTranslations("common");
  const { theme, setTheme } = useTheme();
  const choices = themes.map((value) => {
    const Icon = icons[value];
    const label = (
      <>
        <Icon aria-hidden className="size-4" strokeWidth={1.5} />
        {t(`theme.${value}`)}
      </>
    );
    return { value, label };
  });
  return (
    <MenuChoice
      label={t("theme.title")}
      value={themes.find((value) => value === theme)}
      choices={choices}
      onChoose={setTheme}
    />
  );
}
