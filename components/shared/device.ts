import { Laptop, Smartphone, Terminal } from "lucide-react";
import type { useTranslations } from "next-intl";

/** Device as parsed by lib/platform/device.ts. */
export interface DeviceView {
  name: string | null;
  system: string | null;
  kind: "computer" | "phone" | "program";
}

export const deviceIcons = { computer: Laptop, phone: Smartphone, program: Terminal } as const;

/** Returns e.g. "Firefox on Linux". */
export function deviceName(
  { name, system }: DeviceView,
  t: ReturnType<typeof useTranslations<"account.security">>,
): string {
  if (name === null) return t("unknownDevice");
  return system === null ? name : t("on_system", { browser: name, system });
}
