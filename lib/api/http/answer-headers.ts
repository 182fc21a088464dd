import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** What every JSON answer carries. HSTS only where APP_URL is https, or a plain-http test would pin the host. */
export function jsonSecurityHeaders(appUrl: string): MiddlewareHandler {
  return secureHeaders({
    permissionsPolicy: {
      camera: [],
      geolocation: [],
      microphone: [],
      payment: [],
      usb: [],
      browsingTopics: [],
    },
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    strictTransportSecurity: appUrl.startsWith("https:") ? "max-age=63072000; includeSubDomains" : false,
    xContentTypeOptions: "nosniff",
    xFrameOptions: "DENY",
    xXssProtection: false,
  });
}

/** Headers of one answer: never stored, told apart by cookie, traceable by its request id. */
export function answerHeaders(requestId: string): Headers {
  return new Headers({ "Cache-Control": "no-store", Vary: "Cookie", "X-Request-Id": requestId });
}

let AnswerResponse: typeof Response = Response;

/** What JSON answers are made of from now on: a Response that the server in front writes more cheaply. */
export function answerWith(response: typeof Response): void {
  AnswerResponse = response;
}

/** JSON with its charset spelled out. */
export function jsonResponse(body: unknown, status: number, headers: Headers): Response {
  headers.set("Content-Type", "application/json; charset=utf-8");
  return new AnswerResponse(JSON.stringify(body), { status, headers });
}
