import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Wordmark } from "./wordmark";

interface Props {
  appName: string;
  welcomeText: string;
  journey?: ReactNode;
  /** The one other way: "I have an account". */
  wayOut?: ReactNode;
  children: ReactNode;
}

/** Public pages: name, where you stand, one form, one way out; beside it, from 1024 px, what this is. */
export async function PublicShell({ appName, welcomeText, journey, wayOut, children }: Props) {
  const t = await getTranslations("common");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,0.8fr)]">
      <div className="flex flex-col px-5 py-6 sm:px-10">
        <header>
          <Wordmark appName={appName} />
        </header>
        <main className="mx-auto grid w-full max-w-[400px] flex-1 content-center gap-7 py-10">
          {journey}
          {children}
          {wayOut ? <p className="text-muted text-sm">{wayOut}</p> : null}
        </main>
      </div>
      <aside className="hidden border-l bg-surface px-14 lg:grid lg:content-center">
        <div className="grid max-w-[420px] gap-4">
          <p className="font-semibold text-lg">{t("about.title", { appName })}</p>
          <p className="whitespace-pre-line text-muted">{welcomeText || t("about.text", { appName })}</p>
          <ul className="grid gap-2 text-muted text-sm">
            <li className="border-t pt-2">{t("about.review")}</li>
            <li className="border-t pt-2">{t("about.privacy")}</li>
            <li className="border-t pt-2">{t("about.mail")}</li>
          </ul>
        </div>
      </aside>
    </div>
  );
}
