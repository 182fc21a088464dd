import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoctorReport } from "@/app/(admin)/admin/doctor/doctor-report";
import { checkNames } from "@/lib/core/doctor/examine";
import { requireAdmin } from "@/lib/web/current-user";
import { examineFromBrowser } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("doctor"))("title") };
}

/** Checks in the browser, because only it can see some facts. */
export default async function DoctorPage() {
  await requireAdmin();
  const t = await getTranslations("doctor");
  return (
    <div className="mx-auto grid max-w-[860px] gap-6">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
      </div>
      <DoctorReport examine={examineFromBrowser} rows={checkNames.length} />
    </div>
  );
}
