import { headers } from "next/headers";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import { getApp } from "@/lib/platform/context";
import { localHeader, mailboxHeader, saidYes } from "@/lib/values/local-access";

export interface WebConfig extends CoreConfig {
  welcomeText: string;
}

/** What pages may know of the configuration. */
export function webConfig(): WebConfig {
  const { config, env } = getApp();
  return { ...config, welcomeText: env.WELCOME_TEXT };
}

/** True when this request may read the built-in mailbox: it is open to who asks, and no provider takes the mail. */
export async function isMailboxOpen(): Promise<boolean> {
  const hasProvider = getApp().config.mailProvider !== "mailbox";
  return !hasProvider && (await headers()).get(mailboxHeader) === saidYes;
}

/** True when this request comes from this machine itself, and nobody else can send one. */
export async function isLocalVisit(): Promise<boolean> {
  return (await headers()).get(localHeader) === saidYes;
}
