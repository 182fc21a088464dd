import { getTranslations } from "next-intl/server";
import { humanizeBuyerMode } from "@/lib/values/buyer-mode";
import { webConfig } from "./config";

/** The instance's buyer modes with words for people; a mode of the operator's own reads as it is spelt. */
export async function buyerModeLabels(): Promise<{ value: string; label: string }[]> {
  const { buyerModes } = webConfig();
  return Promise.all(buyerModes.map(async (value) => ({ value, label: await buyerModeLabel(value) })));
}

/** One of them, or one that the instance has had no more since. */
export async function buyerModeLabel(mode: string): Promise<string> {
  const t = await getTranslations("public");
  const key = `request.modes.${mode}`;
  return t.has(key as never) ? t(key as never) : humanizeBuyerMode(mode);
}
