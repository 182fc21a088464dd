import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Endpoint } from "@/app/docs/[api]/endpoint";
import { WithCode } from "@/app/docs/with-code";
import { isLocalVisit } from "@/lib/web/config";
import { endpointsOf, loadDocuments } from "../document";
import { snippetsOf } from "../snippets";

interface Props {
  params: Promise<{ api: string }>;
}

async function findDocument(params: Props["params"]) {
  const { api } = await params;
  return (await loadDocuments()).find(({ slug }) => slug === api);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findDocument(params))?.document.info.title };
}

export default async function ApiPage({ params }: Props) {
  const page = await findDocument(params);
  if (!page) notFound();
  const { document, path } = page;
  const t = await getTranslations("docs");
  const origin = document.servers[0]?.url ?? "";
  const endpoints = endpointsOf(document);
  const canTry = await isLocalVisit();
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="grid gap-2">
        <h1>{document.info.title.split(": ").at(-1)}</h1>
        <p className="max-w-[60ch] text-muted">
          <WithCode text={document.info.description ?? ""} />
        </p>
        <p className="text-sm">
          <a href={path} className="link">
            {t("document")}
          </a>
        </p>
      </div>
      <nav aria-label={t("endpoints")}>
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {endpoints.map(({ id, method, summary }) => (
            <li key={id} className="flex items-center gap-2 text-sm">
              <span className="w-14 shrink-0 font-mono text-muted">{method}</span>
              <a href={`#${id}`} className="link inline-flex min-h-6 items-center">
                {summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {endpoints.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} snippets={snippetsOf(origin, endpoint)} canTry={canTry} />
      ))}
    </div>
  );
}
