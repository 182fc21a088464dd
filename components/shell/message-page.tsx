import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Wordmark } from "./wordmark";

interface MessageProps {
  title: string;
  text: string;
  requestId: string | null;
}

export function MessagePage({ appName, ...message }: MessageProps & { appName: string }) {
  return (
    <div className="px-5 py-5 sm:px-10 lg:py-8">
      <header className="flex min-h-8 items-center">
        <Wordmark appName={appName} />
      </header>
      <main>
        <Message {...message} />
      </main>
    </div>
  );
}

/** For pages with their own header and `main`. */
export async function Message({ title, text, requestId }: MessageProps) {
  const t = await getTranslations("common");
  return (
    <div className="mx-auto grid w-full max-w-[400px] justify-items-start gap-6 pt-8 pb-12 lg:pt-[18vh]">
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
    </div>
  );
}
