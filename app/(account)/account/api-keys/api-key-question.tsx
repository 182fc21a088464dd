"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/fields";

export type Question =
  | { kind: "rotate"; item: { id: string; name: string } }
  | { kind: "revoke"; item: { id: string; name: string } }
  | { kind: "revokeAll" };

const overlaps = ["0", "1", "24", "168"] as const;

interface Props {
  question: Question | null;
  onClose: () => void;
  onAnswer: (question: Question, overlapHours: number) => void;
}

export function ApiKeyQuestion({ question, onClose, onAnswer }: Props) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>("24");
  const kind = question?.kind ?? "revoke";
  const name = question && question.kind !== "revokeAll" ? question.item.name : "";
  return (
    <Dialog
      open={question !== null}
      onOpenChange={onClose}
      title={t(`${kind}Title`, { name })}
      description={t(`${kind}Text`)}
    >
      <div className="grid gap-4">
        {kind === "rotate" ? (
          <SelectField
            label={t("overlap")}
            value={overlap}
            onChange={(event) => setOverlap(overlaps.find((hours) => hours === event.target.value) ?? "24")}
          >
            {overlaps.map((hours) => (
              <option key={hours} value={hours}>
                {t(`overlaps.${hours}`)}
              </option>
            ))}
          </SelectField>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button
            variant={kind === "rotate" ? "primary" : "danger"}
            onClick={() => question && onAnswer(question, Number(overlap))}
          >
            {kind === "revokeAll" ? t("revokeAll") : t(`${kind}Action`, { name })}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
