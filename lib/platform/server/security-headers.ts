import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

interface Options {
  isSecure: boolean;
  isDevelopment: boolean;
}

/** Pages whose address holds a token: nothing about it may leave with a Referer. */
const fixed = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function contentSecurityPolicy(nonce: string, { isDevelopment }: Options): string {
  return [
    "default-src 'self'",
    // The development build evaluates its modules.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Component libraries write style elements; a style cannot run.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** What every answer says, whoever gives it and whatever it is. */
export function setFixedHeaders(response: ServerResponse, { isSecure }: Pick<Options, "isSecure">): void {
  for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
  if (isSecure) response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

/** Sets the policy of a page. Next takes the nonce for its scripts from the request's copy of the policy. */
export function setPagePolicy(request: IncomingMessage, response: ServerResponse, options: Options): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, options);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("Content-Security-Policy", policy);
}
