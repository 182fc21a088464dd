import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
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
      <h1>{t("mfa.title")}</h1>
      <MfaForm />
    </Shell>
  );
}
