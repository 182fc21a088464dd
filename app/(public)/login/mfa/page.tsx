import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { offeredAtTicket } from "@/lib/core/sign-in/second-step";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "@/lib/web/context";
import { Shell } from "../../shell";
import { MfaForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("mfa.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Gets the ticket from memory after a password, from the URL after an identity provider. */
export default async function MfaPage({ searchParams }: Props) {
  const t = await getTranslations("public");
  const { ticket, next } = await searchParams;
  const arrived =
    typeof ticket === "string"
      ? {
          mfaTicket: ticket,
          next: safeNextPath(typeof next === "string" ? next : null),
          ...(await offeredAtTicket(await webContext(), ticket, nativeAudience)),
        }
      : null;
  return (
    <Shell
      wayOut={
        <Link href="/login" className="link">
          {t("backToSignIn")}
        </Link>
      }
    >
      <MfaForm arrived={arrived} />
    </Shell>
  );
}
