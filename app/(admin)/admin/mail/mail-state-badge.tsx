import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { MailStateValue } from "@/lib/values/mails";

const tones = { queued: "warning", held: "neutral", sent: "success", failed: "danger", cancelled: "neutral" } as const;

export function MailStateBadge({ state }: { state: MailStateValue }) {
  const t = useTranslations("mails.states");
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}
