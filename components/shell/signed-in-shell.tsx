import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { Wordmark } from "@/components/shell/wordmark";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { AreaLink } from "./area-link";
import { CommandPalette } from "./command-palette";
import { type Environment, EnvironmentSwitch } from "./environment-switch";
import { NavLink } from "./nav-link";
import { accountPlaces, adminPlaces, type Place } from "./places";
import { SessionKeeper } from "./session-keeper";
import { UserMenu } from "./user-menu";

interface Props {
  area: "account" | "admin";
  appName: string;
  person: { name: string; email: string; isAdmin: boolean; isReviewer: boolean; environment: Environment };
  /** Null if no deletion is scheduled. */
  deletionDueAt: Date | null;
  /** Deadline for 2FA setup, or null if done or not required. */
  mfaDueAt: Date | null;
  /** Access token's expiry and server's current time, in epoch milliseconds. */
  access: { expiresAt: number; servedAt: number };
  actions: {
    signOut: (input: Record<string, never>) => Promise<Outcome<unknown>>;
    chooseLanguage: (input: { locale: "en" | "de" }) => Promise<Outcome<unknown>>;
    choosePreferredEnvironment: (input: { preferredEnvironment: Environment }) => Promise<Outcome<unknown>>;
  };
  children: ReactNode;
}

export async function SignedInShell({
  area,
  appName,
  person,
  deletionDueAt,
  mfaDueAt,
  access,
  actions,
  children,
}: Props) {
  const t = await getTranslations("shell");
  const format = await getFormatter();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const isAllowed = ({ needs }: Place) =>
    needs === undefined || person.isAdmin || (needs === "reviewer" && person.isReviewer);
  const toPages = (places: readonly Place[]) =>
    places.filter(isAllowed).map(({ href, name }) => ({ href, label: t(name as "account") }));
  const own = toPages(accountPlaces);
  const console = toPages(adminPlaces);
  const pages = area === "admin" ? console : own;
  const other = area === "admin" ? { href: "/account", label: t("toAccount") } : toConsole(console, t("toConsole"));
  return (
    <div className={person.environment === "sandbox" ? "border-sandbox border-t-3" : "border-accent border-t-3"}>
      <a href="#content" className="link sr-only bg-surface p-3 focus:not-sr-only focus:absolute focus:z-50">
        {t("skip")}
      </a>
      <header className="border-b bg-surface">
        <div className="mx-auto flex max-w-[1200px] items-center justify-between gap-3 px-4 pt-2 sm:px-6">
          <Wordmark appName={appName} href="/account" />
          <div className="flex items-center gap-1">
            <EnvironmentSwitch value={person.environment} choose={actions.choosePreferredEnvironment} />
            <CommandPalette pages={[...own, ...console]} />
            <UserMenu
              name={person.name}
              email={person.email}
              signOut={actions.signOut}
              chooseLanguage={actions.chooseLanguage}
            />
          </div>
        </div>
        <nav aria-label={t("nav")} className="mx-auto flex max-w-[1200px] gap-1 overflow-x-auto px-2 sm:px-4">
          {other ? <AreaLink {...other} /> : null}
          {pages.map((page) => (
            <NavLink key={page.href} {...page} />
          ))}
        </nav>
      </header>
      {deletionDueAt === null ? null : (
        <aside aria-label={t("deletion")} className="mx-auto max-w-[1200px] px-4 pt-4 sm:px-6">
          <Notice tone="warning">
            {t("deletion")} <RelativeTime date={deletionDueAt} />. <Link href="/account/data">{t("deletionKeep")}</Link>
          </Notice>
        </aside>
      )}
      {mfaDueAt === null ? null : (
        <aside aria-label={t("mfaTitle")} className="mx-auto max-w-[1200px] px-4 pt-4 sm:px-6">
          <Notice tone="warning">
            {t("mfaDue", { date: day(mfaDueAt) })}{" "}
            <Link href="/account/two-factor-setup" className="link">
              {t("mfaSetUp")}
            </Link>
          </Notice>
        </aside>
      )}
      <main id="content" tabIndex={-1} className="mx-auto max-w-[1200px] px-4 py-8 outline-none sm:px-6">
        {children}
      </main>
      <SessionKeeper {...access} />
    </div>
  );
}

/** Returns null if the user may see no console page. */
function toConsole([first]: { href: string }[], label: string): { href: string; label: string } | null {
  return first ? { href: first.href, label } : null;
}
