import { getTranslations } from "next-intl/server";
import { FilterLinks } from "@/components/ui/filter-links";

export async function SettingsNav({ current }: { current: "settings" | "templates" }) {
  const t = await getTranslations("settings");
  return (
    <FilterLinks
      label={t("nav")}
      links={[
        { href: "/admin/settings", label: t("general"), isCurrent: current === "settings" },
        { href: "/admin/settings/templates", label: t("templates.title"), isCurrent: current === "templates" },
      ]}
    />
  );
}
