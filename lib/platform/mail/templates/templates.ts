import type { MailTemplates } from "@/lib/core/mail";
import type { MailContent } from "../content";
import type { Translation } from "../translate";
import { accountTemplates } from "./account";
import { administrationTemplates } from "./administration";
import { journeyTemplates } from "./journey";
import { operationsTemplates } from "./operations";
import { recoveryTemplates } from "./recovery";
import { requestTemplates } from "./requests";
import { securityTemplates } from "./security";
import { teamTemplates } from "./team";

/** One function from props to words for every mail of lib/core/mail.ts. */
export type Templates<Name extends keyof MailTemplates> = {
  [Key in Name]: (props: MailTemplates[Key], translation: Translation, app: { appName: string }) => MailContent;
};

/** Total: a mail without a template does not compile. */
export const templates: Templates<keyof MailTemplates> = {
  ...journeyTemplates,
  ...requestTemplates,
  ...accountTemplates,
  ...securityTemplates,
  ...recoveryTemplates,
  ...teamTemplates,
  ...operationsTemplates,
  ...administrationTemplates,
};
