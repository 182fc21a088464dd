import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { MailContent } from "../content";
import type { Translation } from "../translate";

export type Templates<Name extends keyof MailTemplates> = {
  [Key in Name]: (props: MailTemplates[Key], translation: Translation, app: { appName: string }) => MailContent;
};
