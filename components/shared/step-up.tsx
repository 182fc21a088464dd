"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use, useMemo, useRef, useState } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Dialog } from "@/components/ui/dialog";
import { lazily } from "@/components/ui/lazily";
import type { WaysToProve } from "./proof-form";

const StepUpContext = createContext<() => Promise<boolean>>(async () => false);

/** Repeats an action after re-authentication in place, which keeps the page's input. */
export function useStepUp() {
  const ask = use(StepUpContext);
  const call = useCall();
  return async function withProof<Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const first = await call(act);
    if (first.ok || first.error.code !== "step_up_required") return first;
    return (await ask()) ? call(act) : first;
  };
}

const ProofForm = lazily(async () => (await import("./proof-form")).ProofForm);

interface Props extends WaysToProve {
  children: ReactNode;
}

export function StepUpProvider({ children, ...ways }: Props) {
  const t = useTranslations("account.stepUp");
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<(proven: boolean) => void>(undefined);
  const ask = useMemo(
    () => () =>
      new Promise<boolean>((resolve) => {
        settle.current = resolve;
        setOpen(true);
      }),
    [],
  );
  const close = (proven: boolean) => {
    setOpen(false);
    settle.current?.(proven);
  };
  return (
    <StepUpContext value={ask}>
      {children}
      <Dialog open={isOpen} onOpenChange={() => close(false)} title={t("title")} description={t("text")}>
        <ProofForm {...ways} onProven={() => close(true)} />
      </Dialog>
    </StepUpContext>
  );
}
