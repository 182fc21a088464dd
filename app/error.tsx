"use client";

import { useTranslations } from "next-intl";
import { buttonLooks } from "@/components/ui/button-looks";

/** Shows the digest, which the log has, too. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("common");
  return (
    <main className="mx-auto grid w-full max-w-[400px] justify-items-start gap-6 px-5 pt-20 pb-12 lg:pt-[24vh]">
      <div className="grid gap-2">
        <h1>{t("errors.faultTitle")}</h1>
        <p className="text-muted">{t("errors.faultText")}</p>
      </div>
      <button type="button" className={buttonLooks({ variant: "primary" })} onClick={reset}>
        {t("errors.again")}
      </button>
      {error.digest ? (
        <p className="text-muted text-sm">
          {t("errors.requestId")}: <code className="font-mono">{error.digest}</code>
        </p>
      ) : null}
    </main>
  );
}
