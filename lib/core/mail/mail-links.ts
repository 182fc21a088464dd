import type { CoreContext } from "../kernel/context";
import type { MailOrigin } from "../kernel/mail";
import type { CoreConfig } from "../kernel/ports";

/** Uses only APP_URL. Pages act on clicks, because mail scanners follow links. */
type TokenPage =
  | "signup"
  | "verify-email"
  | "reset-password"
  | "confirm-email-change"
  | "undo-email-change"
  | "confirm-request"
  | "request"
  | "not-me"
  | "sign-in-here"
  | "keep-mfa"
  | "keep-account"
  | "join";

export function tokenUrl(config: CoreConfig, page: TokenPage, token: string): string {
  return `${config.appUrl}/${page}?token=${token}`;
}

export function loginUrl(config: CoreConfig): string {
  return `${config.appUrl}/login`;
}

export function queueUrl(config: CoreConfig, requestId?: string): string {
  return `${config.appUrl}/admin/requests${requestId ? `?request=${requestId}` : ""}`;
}

export function resetUrl(config: CoreConfig): string {
  return `${config.appUrl}/forgot-password`;
}

export function mailOrigin(ctx: CoreContext): MailOrigin {
  return { ip: ctx.request.ip, userAgent: ctx.request.userAgent, at: ctx.clock.now() };
}
