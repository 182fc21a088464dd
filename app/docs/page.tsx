import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { WithCode } from "@/app/docs/with-code";
import { loadDocuments } from "./document";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs"))("title") };
}

export default async function DocsPage() {
  const t = await getTranslations("docs");
  const pages = await loadDocuments();
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1>{t("title")}</h1>
        <p className="max-w-[60ch] text-muted">{t("text")}</p>
      </div>
      <ul className="rounded border bg-surface">
        {pages.map(({ slug, path, document }) => (
          <li key={slug} className="relative border-t px-5 py-4 first:border-t-0 hover:bg-line/30">
            <Link href={`/docs/${slug}`} prefetch={false} className="font-medium after:absolute after:inset-0">
              {document.info.title.split(": ").at(-1)}
            </Link>
            <p className="text-muted text-sm">
              <WithCode text={document.info.description ?? ""} />
            </p>
            <p className="wrap-anywhere font-mono text-muted text-sm">{path}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
