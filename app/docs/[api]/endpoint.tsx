import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { WithCode } from "../with-code";
import { Code } from "./code";
import { TryIt } from "./try-it";

export interface EndpointProps {
  endpoint: {
    id: string;
    method: string;
    path: string;
    summary: string;
    description: string;
    access: "public" | "cookies" | "bearer";
    query: string[];
    /** Null if it takes no body. */
    body: string | null;
    status: string;
    answer: string;
    refusals: { status: string; code: string; answer: string }[];
  };
  snippets: { curl: string; typescript: string };
  canTry: boolean;
}

export function Endpoint({ endpoint, snippets, canTry }: EndpointProps) {
  const t = useTranslations("docs");
  const { access, answer, description, id, method, path, query, refusals, status, summary } = endpoint;
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-4 border-t pt-6">
      <div className="grid gap-1.5">
        <h2 id={id} className="scroll-mt-4">
          {summary}
        </h2>
        <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-mono text-sm">
          <Badge tone={method === "GET" ? "neutral" : "accent"}>{method}</Badge>
          {path}
        </p>
        {description ? (
          <p className="max-w-[70ch] text-muted">
            <WithCode text={description} />
          </p>
        ) : null}
        <p className="text-muted text-sm">
          {t(`access.${access}`)}
          {query.length > 0 ? ` ${t("query", { names: query.join(", ") })}` : ""}
        </p>
      </div>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Code title="curl" text={snippets.curl} />
        <Code title="TypeScript" text={snippets.typescript} />
      </div>
      <Code title={t("answer", { status })} text={answer} />
      <details className="rounded border bg-surface">
        <summary className="cursor-pointer px-4 py-2.5 text-sm">{t("refusals", { count: refusals.length })}</summary>
        <ul className="grid grid-cols-1 gap-3 border-t p-4">
          {refusals.map((refusal) => (
            <li key={`${refusal.status}-${refusal.code}`}>
              <Code title={`${refusal.status} ${refusal.code}`} text={refusal.answer} />
            </li>
          ))}
        </ul>
      </details>
      {canTry ? <TryIt method={method} path={path} access={access} body={endpoint.body} /> : null}
    </section>
  );
}
