import { getTranslations } from "next-intl/server";
import type { RequestVersion } from "@/lib/core/access-requests/versions";
import { buyerModeLabel } from "@/lib/web/buyer-mode-labels";
import { Facts } from "./facts";
import { originFacts } from "./origin-facts";

export async function VersionFacts({ name, organization, buyerMode, useCase, submittedAt, ...from }: RequestVersion) {
  const t = await getTranslations("public");
  return (
    <Facts
      facts={[
        [t("name"), name],
        [t("organization"), organization],
        [t("signup.use"), await buyerModeLabel(buyerMode)],
        [t("confirmRequest.message"), useCase],
        ...(await originFacts(t("confirmRequest.sent"), { ...from, at: submittedAt })),
      ]}
    />
  );
}
