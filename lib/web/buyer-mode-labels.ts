import { getTranslations } from "next-intl/server";
import { humanizeBuyerMode } from "@/lib/values/buyer-mode";
import { webConfig } from "./config";

/** An operator's own mode is its own label. */
export async function buyerModeLabels(): Promise<{ value: string; label: string }[]> {
  const { buyerModes } = webConfig();
  return Promise.all(buyerModes.map(async (value) => ({ value, label: await buyerModeLabel(value) })));
}

/** Also labels removed modes. */
export async function buyerModeLabel(mode: string): Promise<string> {
  const t = await getTranslations("public");
  const key = `request.modes.${mode}`;
  return t.has(key as never) ? t(key as never) : humanizeBuyerMode(mode);
}
