import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { JourneyLine } from "@/components/journey-line";
import { Shell } from "../../shell";
import { MfaForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("mfa.title") };
}

export default async function MfaPage() {
  const t = await getTranslations("public");
  return (
    <Shell
      wayOut={
        <Link href="/login" className="link">
          {t("backToSignIn")}
        </Link>
      }
    >
      <MfaForm journey={<JourneyLine current="in" isPastKnown={false} sentence={t("mfa.journey")} />} />
    </Shell>
  );
}
