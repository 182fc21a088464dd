import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Doorways } from "./doorways";
import { Wordmark } from "./wordmark";

interface Props {
  appName: string;
  welcomeText: string;
  /** Visitors sign up without a request. */
  isSignUpOpen: boolean;
  /** Introduces the product to visitors without an account. */
  hasWelcome?: boolean;
  corner?: ReactNode;
  /** Alternative link, e.g. "I have an account". */
  wayOut?: ReactNode;
  children: ReactNode;
}

/** Aligns to the top, so that shared parts don't move between pages. */
export async function PublicShell(props: Props) {
  const { appName, welcomeText, isSignUpOpen, hasWelcome = false, corner, wayOut, children } = props;
  const t = await getTranslations("common");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,0.72fr)]">
      <div className="flex flex-col px-5 py-5 sm:px-10 lg:py-8">
        <header className="flex min-h-8 items-center justify-between gap-4">
          <Wordmark appName={appName} />
          {corner}
        </header>
        <main className="mx-auto grid w-full max-w-[400px] gap-7 pt-8 pb-12 lg:pt-[9vh]">
          {children}
          {wayOut ? <p className="text-muted text-sm">{wayOut}</p> : null}
        </main>
      </div>
      <aside className="hidden border-l bg-surface px-12 lg:block">
        <div className="sticky top-0 flex h-dvh max-h-[960px] flex-col gap-10 overflow-clip pt-[calc(9vh+72px)]">
          <div className="grid max-w-[380px] gap-4">
            <p className="font-semibold text-xl tracking-tight">
              {hasWelcome ? t("about.title", { appName }) : appName}
            </p>
            {hasWelcome ? (
              <>
                <p className="whitespace-pre-line text-muted">
                  {welcomeText || t(isSignUpOpen ? "about.openText" : "about.text")}
                </p>
                <p className="border-t pt-2 text-muted text-sm">{t("about.mail")}</p>
              </>
            ) : null}
          </div>
          <Doorways className="mt-auto min-h-0 max-w-[380px] flex-initial" />
        </div>
      </aside>
    </div>
  );
}
