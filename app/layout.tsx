import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { EarlyPress } from "@/components/shell/early-press";
import { ThemeProvider } from "@/components/shell/theme-provider";
import { Toaster } from "@/components/ui/toaster";
import { webConfig } from "@/lib/web/config";
import "./globals.css";

/** Renders nothing statically, because pages depend on the user and scripts on the nonce. */
export const dynamic = "force-dynamic";

export function generateMetadata(): Metadata {
  const { appName } = webConfig();
  return { title: { template: `%s · ${appName}`, default: appName }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f5ef" },
    { media: "(prefers-color-scheme: dark)", color: "#121310" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={await getLocale()} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="font-sans antialiased">
        <EarlyPress nonce={nonce} />
        <noscript>
          <p className="border-b bg-surface p-4 text-center">{t("noScript")}</p>
        </noscript>
        <NextIntlClientProvider>
          <ThemeProvider nonce={nonce}>
            {children}
            <Toaster />
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
