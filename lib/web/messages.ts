import type { Locale } from "@/lib/values/locale";

/** The catalogue's areas that pages use, loaded by language. Those of the mails are read where mails are written. */
export const loadMessages = {
  en: async () => ({
    account: (await import("@/messages/en/account.json")).default,
    admin: (await import("@/messages/en/admin.json")).default,
    common: (await import("@/messages/en/common.json")).default,
    errors: (await import("@/messages/en/errors.json")).default,
    public: (await import("@/messages/en/public.json")).default,
    rules: (await import("@/messages/en/rules.json")).default,
    shell: (await import("@/messages/en/shell.json")).default,
    sso: (await import("@/messages/en/sso.json")).default,
  }),
  de: async () => ({
    account: (await import("@/messages/de/account.json")).default,
    admin: (await import("@/messages/de/admin.json")).default,
    common: (await import("@/messages/de/common.json")).default,
    errors: (await import("@/messages/de/errors.json")).default,
    public: (await import("@/messages/de/public.json")).default,
    rules: (await import("@/messages/de/rules.json")).default,
    shell: (await import("@/messages/de/shell.json")).default,
    sso: (await import("@/messages/de/sso.json")).default,
  }),
} satisfies Record<Locale, () => Promise<Record<string, object>>>;
