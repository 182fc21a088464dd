import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SendSample } from "@/app/(admin)/admin/mail/templates/send-sample";
import { MailPreview } from "@/components/shared/mail-preview";
import { templateOptions } from "@/components/shared/template-name";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { FilterLinks } from "@/components/ui/filter-links";
import { listMailTemplates, previewMailTemplate } from "@/lib/core/mail/mail-templates";
import { defaultLocale, localeSchema, locales } from "@/lib/values/locale";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { mailState, sendSample } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("templates.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const first = "access-approved";

export default async function MailTemplatesPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const ctx = await webContext();
  const t = await getTranslations("mails");
  const names = await getTranslations("mails.names");
  const asked = await searchParams;
  const template = typeof asked.template === "string" ? asked.template : first;
  const chosen = localeSchema.safeParse(asked.locale);
  const locale = chosen.success ? chosen.data : defaultLocale;
  const preview = await previewMailTemplate(ctx, admin, { template, locale });
  if (!preview.ok) notFound();
  return (
    <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-5">
      <div className="grid gap-1">
        <Link href="/admin/mail" className="link w-fit py-1 text-sm">
          {t("back")}
        </Link>
        <h1>{t("templates.title")}</h1>
        <p className="text-muted">{t("templates.text")}</p>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <Form action="/admin/mail/templates" className="flex flex-1 basis-72 flex-wrap items-end gap-2">
          <input type="hidden" name="locale" value={locale} />
          <div className="flex-1 basis-52">
            <SelectField key={template} label={t("template")} name="template" defaultValue={template}>
              {templateOptions(names, listMailTemplates(ctx, admin)).map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </SelectField>
          </div>
          <Button type="submit">{t("templates.show")}</Button>
        </Form>
        <FilterLinks
          label={t("templates.language")}
          links={locales.map((known) => ({
            href: `/admin/mail/templates?template=${template}&locale=${known}`,
            label: t(`templates.${known}`),
            isCurrent: known === locale,
          }))}
        />
      </div>
      <SendSample
        key={`${template} ${locale}`}
        sample={{ template, locale }}
        send={sendSample}
        state={mailState}
        provider={webConfig().mailProvider}
      />
      <MailPreview key={`${template} ${locale} preview`} preview={preview.value} />
    </div>
  );
}
