"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { TextField } from "@/components/ui/fields";
import { toast } from "@/components/ui/toast";
import type { DomainProof } from "@/lib/values/tenant-domains";
import type { Act } from "./team-types";

interface DomainItem {
  id: string;
  domain: string;
  record: string;
  verifiedAt: string | null;
  verifiedBy: DomainProof | null;
}

interface Props {
  domains: DomainItem[];
  /** Absent where removal isn't allowed. */
  remove?: Act<{ id: string }>;
  verify: Act<{ id: string }>;
  /** Offers the DNS record even if an admin verified the domain. */
  untilProven?: boolean;
}

export function DomainList({ domains, remove, verify, untilProven = false }: Props) {
  const t = useTranslations("team");
  const { act, error, isPending } = useAct();
  const isDone = ({ verifiedAt, verifiedBy }: Pick<DomainItem, "verifiedAt" | "verifiedBy">) =>
    untilProven ? verifiedBy === "dns" : verifiedAt !== null;
  return (
    <>
      <FormError error={error} />
      {domains.length === 0 ? <p className="px-5 py-4 text-muted text-sm">{t("noDomains")}</p> : null}
      <ul>
        {domains.map(({ id, domain, record, verifiedAt, verifiedBy }) => (
          <li key={id} className="grid gap-3 border-t px-5 py-4 first:border-t-0">
            <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <p className="wrap-anywhere flex min-w-0 flex-1 basis-60 flex-wrap items-center gap-2 font-medium">
                {domain}
                <Badge tone={verifiedAt ? "success" : "neutral"}>{t(verifiedAt ? "verified" : "notVerified")}</Badge>
              </p>
              <div className="flex flex-wrap gap-2">
                {isDone({ verifiedAt, verifiedBy }) ? null : (
                  <Button
                    size="sm"
                    pending={isPending}
                    aria-label={`${t("verify")}: ${domain}`}
                    onClick={() => act(() => verify({ id }), t("domainVerified"))}
                  >
                    {t("verify")}
                  </Button>
                )}
                {remove ? (
                  <Button
                    size="sm"
                    pending={isPending}
                    aria-label={`${t("removeDomain")}: ${domain}`}
                    onClick={() => act(() => remove({ id }), t("domainRemoved"))}
                  >
                    {t("removeDomain")}
                  </Button>
                ) : null}
              </div>
            </div>
            {isDone({ verifiedAt, verifiedBy }) ? null : (
              <div className="grid gap-2 text-sm">
                <p className="wrap-anywhere text-muted">
                  {t("txt", { domain })} {verifiedAt ? t("keepDomain") : null}
                </p>
                <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                  <code className="wrap-anywhere font-mono">{record}</code>
                  <CopyButton value={record} />
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

export function AddDomainForm({ add }: { add: Act<{ domain: string }> }) {
  const t = useTranslations("team");
  const router = useRouter();
  const withProof = useStepUp();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/tenant-domains")).tenantDomainSchema,
    defaultValues: { domain: "" },
    action: (values) => withProof(() => add(values)),
    onSuccess: () => {
      form.reset({ domain: "" });
      toast(t("domainAdded"));
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate className="grid gap-4 border-t px-5 py-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <TextField label={t("domain")} autoComplete="off" inputMode="url" {...field("domain")} />
      <div>
        <Button type="submit" pending={isPending} pendingLabel={t("adding")}>
          {t("addDomain")}
        </Button>
      </div>
    </form>
  );
}
