import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Wordmark } from "./wordmark";

interface Props {
  appName: string;
  title: string;
  text: string;
  requestId: string | null;
}

/** A page that only says something, with one way forward and the request's id to quote. */
export async function MessagePage({ appName, title, text, requestId }: Props) {
  const t = await getTranslations("common");
  return (
    <div className="px-5 py-5 sm:px-10 lg:py-8">
      <header className="flex min-h-8 items-center">
        <Wordmark appName={appName} />
      </header>
      <main className="mx-auto grid w-full max-w-[400px] justify-items-start gap-6 pt-8 pb-12 lg:pt-[18vh]">
        <div className="grid gap-2">
          <h1>{title}</h1>
          <p className="text-muted">{text}</p>
        </div>
        <Button asChild variant="primary">
          <a href="/">{t("errors.home")}</a>
        </Button>
        {requestId ? (
          <p className="wrap-anywhere text-muted text-sm">
            {t("errors.requestId")}: <code className="font-mono">{requestId}</code>
          </p>
        ) : null}
      </main>
    </div>
  );
}
