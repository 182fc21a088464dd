import type { MailTemplates } from "@/lib/core/kernel/mail";
import { accountTemplates } from "./account";
import { administrationTemplates } from "./administration";
import { journeyTemplates } from "./journey";
import { operationsTemplates } from "./operations";
import { recoveryTemplates } from "./recovery";
import { requestTemplates } from "./requests";
import { securityTemplates } from "./security";
import { teamTemplates } from "./team";
import type { Templates } from "./template";

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
