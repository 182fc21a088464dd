import type { Locale } from "@/lib/values/locale";

/** The catalogue's areas that pages use, loaded by language. Those of the mails are read where mails are written. */
export const loadMessages = {
  en: async () => ({
    account: (await import("@/messages/en/account.json")).default,
    activity: (await import("@/messages/en/activity.json")).default,
    data: (await import("@/messages/en/data.json")).default,
    docs: (await import("@/messages/en/docs.json")).default,
    users: (await import("@/messages/en/users.json")).default,
    admin: (await import("@/messages/en/admin.json")).default,
    common: (await import("@/messages/en/common.json")).default,
    errors: (await import("@/messages/en/errors.json")).default,
    passkeys: (await import("@/messages/en/passkeys.json")).default,
    public: (await import("@/messages/en/public.json")).default,
    rules: (await import("@/messages/en/rules.json")).default,
    shell: (await import("@/messages/en/shell.json")).default,
    team: (await import("@/messages/en/team.json")).default,
    sso: (await import("@/messages/en/sso.json")).default,
  }),
  de: async () => ({
    account: (await import("@/messages/de/account.json")).default,
    activity: (await import("@/messages/de/activity.json")).default,
    data: (await import("@/messages/de/data.json")).default,
    docs: (await import("@/messages/de/docs.json")).default,
    users: (await import("@/messages/de/users.json")).default,
    admin: (await import("@/messages/de/admin.json")).default,
    common: (await import("@/messages/de/common.json")).default,
    errors: (await import("@/messages/de/errors.json")).default,
    passkeys: (await import("@/messages/de/passkeys.json")).default,
    public: (await import("@/messages/de/public.json")).default,
    rules: (await import("@/messages/de/rules.json")).default,
    shell: (await import("@/messages/de/shell.json")).default,
    team: (await import("@/messages/de/team.json")).default,
    sso: (await import("@/messages/de/sso.json")).default,
  }),
} satisfies Record<Locale, () => Promise<Record<string, object>>>;
