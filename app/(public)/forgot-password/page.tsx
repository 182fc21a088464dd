import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Shell } from "../shell";
import { ForgotPasswordForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("forgot.title") };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations("public");
  return (
    <Shell
      hasLanguages
      wayOut={
        <Link href="/login" className="link">
          {t("backToSignIn")}
        </Link>
      }
    >
      <ForgotPasswordForm />
    </Shell>
  );
}
