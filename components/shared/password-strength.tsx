"use client";

import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useState } from "react";
import { cn } from "@/components/ui/class-names";

type Score = 0 | 1 | 2 | 3 | 4;
type Judge = (password: string, about: string[]) => Score;

const barTones = ["bg-danger", "bg-danger", "bg-warning", "bg-success", "bg-success"] as const;
/** Limits the estimate's cost, which grows with length. */
const judgedCharactersMax = 64;

async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
  return (password, about) => zxcvbn.check(password.slice(0, judgedCharactersMax), about).score;
}

export function PasswordStrength({ password, about }: { password: string; about: string[] }) {
  const t = useTranslations("common");
  const [judge, setJudge] = useState<Judge | null>(null);
  const isTyping = password !== "";
  useEffect(() => {
    if (!isTyping || judge) return;
    // Shows the rule instead, because the server checks anyway.
    loadJudge().then(
      (loaded) => setJudge(() => loaded),
      () => undefined,
    );
  }, [isTyping, judge]);
  const judged = useDeferredValue(password);
  const score = judged !== "" && judge ? judge(judged, about) : null;
  return (
    <div className="grid gap-1.5">
      <div aria-hidden className="grid grid-cols-4 gap-1">
        {([1, 2, 3, 4] as const).map((bar) => (
          <span
            key={bar}
            className={cn(
              "h-1 rounded-full",
              score !== null && score >= bar ? cn("keeps-fill", barTones[score]) : "bg-line",
            )}
          />
        ))}
      </div>
      <div className="grid *:col-start-1 *:row-start-1">
        {/* Reserves space for the longest sentence, so that nothing moves. */}
        <span aria-hidden className="invisible">
          {t("strength.rule")}
        </span>
        <p aria-live="polite">{score === null ? t("strength.rule") : t(`strength.${score}`)}</p>
      </div>
    </div>
  );
}
