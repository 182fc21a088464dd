import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { getSetupStatus } from "@/lib/core/settings/setup";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { SetupForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("setup.title", { appName: webConfig().appName }) };
}

export default async function SetupPage() {
  const t = await getTranslations("public");
  const { appName } = webConfig();
  const { setup, tokenRequired } = await getSetupStatus(await webContext());
  if (setup) {
    return (
      <Shell hasLanguages>
        <Statement title={t("setup.doneTitle", { appName })} text={t("setup.doneText")}>
          <Button asChild variant="primary">
            <Link href="/login">{t("signIn")}</Link>
          </Button>
        </Statement>
      </Shell>
    );
  }
  return (
    <Shell hasLanguages>
      <Statement title={t("setup.title", { appName })} text={t("setup.text")}>
        <SetupForm isTokenRequired={tokenRequired} organization={appName} />
      </Statement>
    </Shell>
  );
}
