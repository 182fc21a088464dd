import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { registrableDomain } from "../registrable-domain";

interface Options {
  /** Null without TLS. */
  strictTransport: string | null;
  isDevelopment: boolean;
}

/** These addresses contain a token that no Referer may leak. */
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
    // Component libraries write style elements.
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

/** Two years (RFC 6797). Excludes subdomains of a registered domain because other services may lack TLS. */
export function strictTransportOf(appUrl: string): string | null {
  const { protocol, hostname } = new URL(appUrl);
  if (protocol !== "https:") return null;
  return hostname === registrableDomain(hostname) ? "max-age=63072000" : "max-age=63072000; includeSubDomains";
}

export function setFixedHeaders(response: ServerResponse, { strictTransport }: Pick<Options, "strictTransport">): void {
  for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
  if (strictTransport) response.setHeader("Strict-Transport-Security", strictTransport);
}

/** Next reads the nonce from the request's policy. */
export function setPagePolicy(request: IncomingMessage, response: ServerResponse, options: Options): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, options);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("Content-Security-Policy", policy);
}
