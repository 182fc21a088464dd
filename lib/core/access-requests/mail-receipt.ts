import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { getSettings } from "../settings/get-settings";
import { requestUrl } from "./request-link";

/** "We received your request", with the link to where it stands, unless the settings say that it is not mailed. */
export async function mailReceipt(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<void> {
  if (!(await getSettings(ctx, tx)).mailsReceived) return;
  const { id, email, name, organization, locale } = request;
  const props = { name, organization, statusUrl: requestUrl(ctx, id) };
  await ctx.mailer.enqueue(tx, { template: "access-requested", to: email, locale, props }, { accessRequestId: id });
}
