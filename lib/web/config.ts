import type { CoreConfig } from "@/lib/core/ports";
import { getApp } from "@/lib/platform/context";

export interface WebConfig extends CoreConfig {
  welcomeText: string;
  /** Anybody may read the built-in mailbox: only this machine reaches the server, and no provider is set. */
  isMailboxOpen: boolean;
}

/** What pages may know of the configuration. */
export function webConfig(): WebConfig {
  const { config, env } = getApp();
  const hasProvider = env.RESEND_API_KEY !== undefined || env.SMTP_URL !== undefined;
  return { ...config, welcomeText: env.WELCOME_TEXT, isMailboxOpen: env.isLoopbackOnly && !hasProvider };
}
