import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Wordmark } from "./wordmark";

/** A page that only says something, with one way forward. */
export async function MessagePage({ appName, title, text }: { appName: string; title: string; text: string }) {
  const t = await getTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col px-5 py-6 sm:px-10">
      <header>
        <Wordmark appName={appName} />
      </header>
      <main className="mx-auto grid w-full max-w-[400px] flex-1 content-center justify-items-start gap-5 py-10">
        <h1>{title}</h1>
        <p className="text-muted">{text}</p>
        <Button asChild variant="primary">
          <a href="/">{t("errors.home")}</a>
        </Button>
      </main>
    </div>
  );
}
