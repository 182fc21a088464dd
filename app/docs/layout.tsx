import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { FilterNav } from "@/app/docs/filter-nav";
import { Wordmark } from "@/components/shell/wordmark";
import { webConfig } from "@/lib/web/config";
import { loadDocuments } from "./document";

export default async function DocsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("docs");
  const pages = await loadDocuments();
  return (
    <div className="mx-auto max-w-[1200px] px-4 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-3 border-b py-3">
        <Wordmark appName={webConfig().appName} />
        <p className="text-muted text-sm">{t("title")}</p>
      </header>
      <div className="grid grid-cols-1 gap-8 py-6 lg:grid-cols-[220px_minmax(0,1fr)]">
        <FilterNav
          label={t("apis")}
          links={[
            { href: "/docs", label: t("overview") },
            ...pages.map(({ slug, document }) => ({ href: `/docs/${slug}`, label: shortTitle(document.info.title) })),
          ]}
        />
        <main className="min-w-0">{children}</main>
      </div>
    </div>
  );
}

/** Drops the product's name, which is shown above. */
function shortTitle(title: string): string {
  return title.split(": ").at(-1) ?? title;
}
