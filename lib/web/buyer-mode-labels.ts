import { getTranslations } from "next-intl/server";
import { webConfig } from "./config";

/** The instance's buyer modes with words for people; a mode of the operator's own reads as it is spelt. */
export async function buyerModeLabels(): Promise<{ value: string; label: string }[]> {
  const t = await getTranslations("public");
  return webConfig().buyerModes.map((value) => {
    const key = `request.modes.${value}`;
    return { value, label: t.has(key as never) ? t(key as never) : humanised(value) };
  });
}

function humanised(mode: string): string {
  const words = mode.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
