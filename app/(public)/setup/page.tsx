import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { getSetupStatus } from "@/lib/core/setup/get-setup-status";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { Shell } from "../shell";
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
      <Shell>
        <div className="grid gap-5">
          <h1>{t("setup.doneTitle")}</h1>
          <p>{t("setup.doneText")}</p>
          <Button asChild variant="primary">
            <Link href="/login">{t("signIn")}</Link>
          </Button>
        </div>
      </Shell>
    );
  }
  return (
    <Shell>
      <div className="grid gap-2">
        <h1>{t("setup.title", { appName })}</h1>
        <p className="text-muted">{t("setup.text")}</p>
      </div>
      <SetupForm isTokenRequired={tokenRequired} organization={appName} />
    </Shell>
  );
}
