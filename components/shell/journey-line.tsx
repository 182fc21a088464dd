import { Check } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { cn } from "@/components/ui/class-names";

const steps = ["request", "review", "signUp", "verify", "protect", "in"] as const;
export type JourneyStep = (typeof steps)[number];

interface Props {
  current: JourneyStep;
  /** Next step, if the page doesn't say it. */
  sentence?: string;
  /** False for unknown visitors, so that no earlier step is ticked. */
  isPastKnown?: boolean;
}

export async function JourneyLine({ current, sentence, isPastKnown = true }: Props) {
  const t = await getTranslations("common");
  const at = steps.indexOf(current);
  return (
    <nav aria-label={t("journey.title")} data-journey={current} className="grid gap-2.5">
      <ol className="flex items-start">
        {steps.map((step, index) => {
          const isDone = index < at && isPastKnown;
          const isCurrent = index === at;
          return (
            <li key={step} aria-current={isCurrent ? "step" : undefined} className="flex-1 last:flex-none">
              <div className="flex items-center">
                <Mark state={isDone ? "done" : isCurrent ? "current" : "ahead"} />
                {index < steps.length - 1 ? (
                  <span aria-hidden className={cn("h-px flex-1", isDone ? "bg-accent" : "bg-line-strong/60")} />
                ) : null}
              </div>
              <span
                className={cn(
                  "mt-1.5 block text-xs",
                  isCurrent ? "font-semibold text-text" : "text-muted max-sm:sr-only",
                )}
              >
                {t(`journey.${step}`)}
                {isDone ? <span className="sr-only"> ({t("journey.done")})</span> : null}
              </span>
            </li>
          );
        })}
      </ol>
      {sentence ? <p className="text-muted text-sm">{sentence}</p> : null}
    </nav>
  );
}

function Mark({ state }: { state: "done" | "current" | "ahead" }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-4 shrink-0 place-items-center rounded-full border",
        state === "done" && "border-accent text-accent",
        state === "current" && "keeps-fill border-accent bg-accent outline-3 outline-accent-soft",
        state === "ahead" && "border-line-strong",
      )}
    >
      {state === "done" ? <Check className="size-2.5" strokeWidth={3} /> : null}
    </span>
  );
}
