"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { CopyButton } from "@/components/ui/copy-button";
import { RecoveryCodes } from "./recovery-codes";

export interface MfaMaterial {
  secret: string;
  otpauthUrl: string;
  qrSvg: string;
  recoveryCodes: string[];
}

interface Props {
  material: MfaMaterial;
  /** One level below the surrounding heading. */
  heading: "h2" | "h4";
  sheetTitle: string;
  enable: (input: { code: string }) => Promise<Outcome<unknown>>;
  onDone: () => void;
}

/** Changes nothing before the code is confirmed. */
export function MfaSetup({ material, heading: Heading, sheetTitle, enable, onDone }: Props) {
  const t = useTranslations("account.security");
  const [isConfirmed, setConfirmed] = useState(false);
  const { form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/forms")).enableMfaSchema,
    defaultValues: { code: "" },
    action: enable,
    onSuccess: () => setConfirmed(true),
    onRefusal: () => {
      form.setFocus("code");
      return false;
    },
  });
  if (isConfirmed) {
    return (
      <section className="rise grid max-w-[560px] gap-3">
        <Heading className="font-medium text-base">{t("step3")}</Heading>
        <p className="text-muted text-sm">{t("step3Text")}</p>
        <RecoveryCodes codes={material.recoveryCodes} title={sheetTitle} onKept={onDone} />
      </section>
    );
  }
  const image = `data:image/svg+xml;utf8,${encodeURIComponent(material.qrSvg)}`;
  return (
    <div className="grid gap-6">
      <section className="grid gap-3">
        <Heading className="font-medium text-base">{t("step1")}</Heading>
        <div className="flex flex-wrap items-center gap-5">
          {/* biome-ignore lint/performance/noImgElement: an inline SVG has nothing to optimize. */}
          <img src={image} alt={t("qrAlt")} width={176} height={176} className="rounded border bg-white" />
          <div className="grid min-w-0 flex-1 basis-56 gap-2">
            <p className="text-muted text-sm">{t("step1Text")}</p>
            <p className="font-medium text-sm">{t("secret")}</p>
            <code translate="no" className="wrap-anywhere font-mono text-sm">
              {material.secret}
            </code>
            <CopyButton value={material.secret} className="justify-self-start" />
          </div>
        </div>
      </section>
      <section className="grid gap-3">
        <Heading className="font-medium text-base">{t("step2")}</Heading>
        <form method="post" noValidate className="grid gap-4" onSubmit={onSubmit}>
          <FormError error={formError} />
          <Controller
            control={form.control}
            name="code"
            render={({ field, fieldState }) => (
              <CodeField label={t("code")} {...field} error={fieldState.error?.message} />
            )}
          />
          <Button
            type="submit"
            variant="primary"
            className="justify-self-start"
            pending={isPending}
            pendingLabel={t("checking")}
          >
            {t("confirm")}
          </Button>
        </form>
      </section>
    </div>
  );
}
