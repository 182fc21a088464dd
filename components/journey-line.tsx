import { Check } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { cn } from "@/components/ui/class-names";

const steps = ["request", "review", "signUp", "verify", "protect", "in"] as const;
export type JourneyStep = (typeof steps)[number];

/** Where you stand on the way in, and what happens next. */
export async function JourneyLine({ current, sentence }: { current: JourneyStep; sentence: string }) {
  const t = await getTranslations("common");
  const at = steps.indexOf(current);
  return (
    <nav aria-label={t("journey.title")} className="grid gap-2">
      <ol className="flex items-start">
        {steps.map((step, index) => {
          const isDone = index < at;
          const isCurrent = index === at;
          return (
            <li key={step} aria-current={isCurrent ? "step" : undefined} className="flex-1 last:flex-none">
              <div className="flex items-center">
                <span
                  className={cn(
                    "grid size-5 shrink-0 place-items-center rounded-full border text-accent-contrast",
                    isDone || isCurrent ? "border-accent bg-accent" : "border-line-strong bg-surface",
                  )}
                >
                  {isDone ? <Check aria-hidden className="size-3" strokeWidth={2.5} /> : null}
                  {isCurrent ? <span aria-hidden className="size-1.5 rounded-full bg-accent-contrast" /> : null}
                </span>
                {index < steps.length - 1 ? (
                  <span aria-hidden className={cn("h-px flex-1", isDone ? "bg-accent" : "bg-line-strong/50")} />
                ) : null}
              </div>
              <span
                className={cn(
                  "mt-1 block text-xs",
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
      <p className="text-muted text-sm">{sentence}</p>
    </nav>
  );
}
