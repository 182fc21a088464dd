import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { MailList } from "@/app/(admin)/admin/mail/mail-list";
import { TestMail } from "@/app/(admin)/admin/mail/test-mail";
import { templateOptions } from "@/components/shared/template-name";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { FilterLinks } from "@/components/ui/filter-links";
import { Notice } from "@/components/ui/notice";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listMailTemplates } from "@/lib/core/mail/mail-templates";
import { listMails } from "@/lib/core/mail/mails";
import { type ListMailsInput, listMailsSchema, mailStates } from "@/lib/values/mails";
import { isMailboxOpen, webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { mailState, sendTest } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mails"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MailsPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const asked = listMailsSchema.safeParse(withoutEmpty(await searchParams));
  const input = asked.success ? asked.data : listMailsSchema.parse({});
  const ctx = await webContext();
  const t = await getTranslations("mails");
  const names = await getTranslations("mails.names");
  const page = alwaysOk(await listMails(ctx, admin, input));
  const { mailProvider } = webConfig();
  const isOpen = await isMailboxOpen();
  const filter = filterOf(input);
  const link = (changes: Record<string, string | undefined>) => {
    const query = new URLSearchParams(withoutEmpty({ ...filter, ...changes }));
    return query.size === 0 ? "/admin/mail" : `/admin/mail?${query}`;
  };
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
          <Link href="/admin/mail/templates" className="link w-fit py-1 text-sm">
            {t("toTemplates")}
          </Link>
        </div>
        <TestMail send={sendTest} state={mailState} provider={mailProvider} />
      </div>
      {mailProvider === "mailbox" ? (
        <Notice tone="warning" title={t("noProvider")}>
          {t(isOpen ? "noProviderOpen" : "noProviderClosed")}{" "}
          {isOpen ? <Link href="/dev/mailbox">{t("openMailbox")}</Link> : null}
        </Notice>
      ) : null}
      <FilterLinks
        label={t("states.label")}
        links={[
          { href: link({ state: undefined }), label: t("states.all"), isCurrent: input.state === undefined },
          ...mailStates.map((state) => ({
            href: link({ state }),
            label: t(`states.${state}`),
            isCurrent: input.state === state,
          })),
        ]}
      />
      <search>
        <Form action="/admin/mail" className="flex flex-wrap items-end gap-3">
          {input.state ? <input type="hidden" name="state" value={input.state} /> : null}
          <div className="flex-1 basis-60">
            <TextField key={input.to} label={t("to")} name="to" type="search" maxLength={254} defaultValue={input.to} />
          </div>
          <div className="basis-56">
            <SelectField key={input.template} label={t("template")} name="template" defaultValue={input.template ?? ""}>
              <option value="">{t("anyTemplate")}</option>
              {templateOptions(names, listMailTemplates(ctx, admin)).map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </SelectField>
          </div>
          <div className="basis-36">
            <TextField key={input.since} label={t("since")} name="since" type="date" defaultValue={input.since} />
          </div>
          <div className="basis-36">
            <TextField key={input.until} label={t("until")} name="until" type="date" defaultValue={input.until} />
          </div>
          <Button type="submit">{t("filter")}</Button>
        </Form>
      </search>
      <MailList mails={page.items} isFiltered={Object.keys(filter).length > 0} />
      <div className="flex flex-wrap gap-2 empty:hidden">
        {input.cursor ? (
          <Button asChild size="sm">
            <Link href={link({})}>{t("newest")}</Link>
          </Button>
        ) : null}
        {page.nextCursor ? (
          <Button asChild size="sm">
            <Link href={link({ cursor: page.nextCursor })}>{t("more")}</Link>
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function filterOf({ state, to, template, since, until, accessRequestId }: ListMailsInput): Record<string, string> {
  return withoutEmpty({ state, to, template, since, until, accessRequestId });
}

/** Drops empty fields, which forms also send. */
function withoutEmpty(query: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string" && entry[1] !== "";
  });
  return Object.fromEntries(entries);
}
