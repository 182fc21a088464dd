import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/shell/journey-line";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";
import { webConfig } from "@/lib/web/config";
import { Shell } from "../shell";
import { RequestAccessForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("request.title") };
}

export default async function RequestAccessPage() {
  const t = await getTranslations("public");
  const { appName, confirmRequests } = webConfig();
  return (
    <Shell
      hasLanguages
      hasWelcome
      wayOut={
        <Link href="/login" className="link">
          {t("haveAccount")}
        </Link>
      }
    >
      <RequestAccessForm
        appName={appName}
        buyerModes={await buyerModeLabels()}
        before={<JourneyLine current="request" sentence={t("request.journey")} />}
        after={<JourneyLine current={confirmRequests ? "request" : "review"} />}
        confirms={confirmRequests}
      />
    </Shell>
  );
}
