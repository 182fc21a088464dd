import { getTranslations } from "next-intl/server";

/** An act in words: the audit log's own, or those of the account's activity. A name that has none stands for itself. */
export async function auditWords(): Promise<(action: string) => string> {
  const [own, activity] = await Promise.all([getTranslations("audit"), getTranslations("activity")]);
  return (action) => {
    const words = [own, activity].find((t) => t.has(`actions.${action}`));
    return words ? words(`actions.${action}`) : action;
  };
}
