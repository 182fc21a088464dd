import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { SettingsNav } from "@/app/(admin)/admin/settings/settings-nav";
import { TemplateGroup } from "@/app/(admin)/admin/settings/templates/template-group";
import { listReplyTemplates } from "@/lib/core/access-requests/replies";
import { alwaysOk } from "@/lib/core/kernel/result";
import { replyTemplateKinds } from "@/lib/values/settings";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { createTemplate, removeTemplate, updateTemplate } from "../actions";

const acts = { create: createTemplate, update: updateTemplate, remove: removeTemplate };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("templates.title") };
}

export default async function TemplatesPage() {
  const admin = await requireAdmin();
  const t = await getTranslations("settings.templates");
  const { items: templates } = alwaysOk(await listReplyTemplates(await webContext(), admin, {}));
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] gap-6">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
        </div>
        <SettingsNav current="templates" />
        {replyTemplateKinds.map((kind) => (
          <TemplateGroup key={kind} kind={kind} templates={templates.filter((one) => one.kind === kind)} acts={acts} />
        ))}
      </div>
    </StepUp>
  );
}
