"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "./form-error";
import type { useActionForm } from "./use-action-form";

interface Props extends Pick<ReturnType<typeof useActionForm>, "formError" | "isPending" | "onSubmit"> {
  submit: string;
  pendingLabel: string;
  variant?: ComponentProps<typeof Button>["variant"];
  /** Called by the cancel button and Escape. */
  onCancel: () => void;
  children: ReactNode;
}

export function InlineForm(props: Props) {
  const { formError, isPending, onSubmit, submit, pendingLabel, variant = "primary", onCancel, children } = props;
  const t = useTranslations("common");
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-[400px] gap-4"
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <FormError error={formError} />
      {children}
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant={variant} pending={isPending} pendingLabel={pendingLabel}>
          {submit}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
