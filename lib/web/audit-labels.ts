import { getTranslations } from "next-intl/server";

/** Falls back to the action's name. */
export async function auditLabels(): Promise<(action: string) => string> {
  const [own, activity] = await Promise.all([getTranslations("audit"), getTranslations("activity")]);
  return (action) => {
    const labels = [own, activity].find((t) => t.has(`actions.${action}`));
    return labels ? labels(`actions.${action}`) : action;
  };
}
