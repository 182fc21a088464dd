import { headers } from "next/headers";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import { getApp } from "@/lib/platform/context";
import { localHeader, mailboxHeader, saidYes } from "@/lib/values/local-access";

export interface WebConfig extends CoreConfig {
  welcomeText: string;
}

export function webConfig(): WebConfig {
  const { config, env } = getApp();
  return { ...config, welcomeText: env.WELCOME_TEXT };
}

/** Requires that no email provider is configured. */
export async function isMailboxOpen(): Promise<boolean> {
  const hasProvider = getApp().config.mailProvider !== "mailbox";
  return !hasProvider && (await headers()).get(mailboxHeader) === saidYes;
}

export async function isLocalVisit(): Promise<boolean> {
  return (await headers()).get(localHeader) === saidYes;
}
