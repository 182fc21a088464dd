import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { MailContent } from "../content";
import type { Translation } from "../translate";

/** Turns the props of each email (lib/core/kernel/mail.ts) into its texts. */
export type Templates<Name extends keyof MailTemplates> = {
  [Key in Name]: (props: MailTemplates[Key], translation: Translation, app: { appName: string }) => MailContent;
};
