import { getTranslations } from "next-intl/server";
import { Facts } from "../facts";
import { originFacts } from "../origin-facts";

interface Props {
  name: string;
  organization: string;
  createdAt: Date;
  ip: string;
  userAgent: string;
}

/** Lets readers recognize their own sign-up. */
export async function RegistrationFacts({ name, organization, createdAt, ...from }: Props) {
  const t = await getTranslations("public");
  return (
    <Facts
      facts={[
        [t("verify.name"), name],
        [t("verify.organization"), organization],
        ...(await originFacts(t("verify.time"), { ...from, at: createdAt })),
      ]}
    />
  );
}
