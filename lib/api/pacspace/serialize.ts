import type { z } from "@hono/zod-openapi";
import type { Registration } from "@/lib/core/accounts/sign-up/register";
import type { ActivityPage } from "@/lib/core/audit/list-activity";
import type { MfaSetup } from "@/lib/core/sign-in/mfa/mfa";
import type * as schemas from "./schemas";

/** Lists fields, so that new ones don't leak. */
type Wire<Schema extends z.ZodType> = z.input<Schema>;

function _toIsoOrNull(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString();
}

export function toRegistration({ user, tenant }: Registration): Wire<typeof schemas.registrationSchema> {
  return {
    user: { id: user.id, email: user.email, name: user.name, emailVerified: user.emailVerified },
    tenant: { id: tenant.id, name: tenant.name },
  };
}

/** Omits the SVG. */
export function toMfaSetup(setup: MfaSetup): Wire<typeof schemas.mfaSetupSchema> {
  return {
    secret: setup.secret,
    otpauthUrl: setup.otpauthUrl,
    qrCode: setup.qrCode,
    recoveryCodes: setup.recoveryCodes,
  };
}

export function toActivityPage(page: ActivityPage): Wire<typeof schemas.activityPageSchema> {
  return {
    items: page.items.map(({ id, at, action, by, ip, userAgent, member }) => ({
      id,
      at: at.toISOString(),
      action,
      by,
      ip,
      userAgent,
      member,
    })),
    nextCursor: page.nextCursor,
  };
}
