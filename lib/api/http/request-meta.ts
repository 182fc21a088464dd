import type { RequestMeta } from "@/lib/core/kernel/ports";
import { localHeader, saidYes } from "@/lib/values/local-access";
import { negotiateLocale } from "@/lib/values/locale";
import { isRequestId } from "@/lib/values/request-id";
import { readRequestSource, requestSourceHeader } from "@/lib/values/request-source";

const userAgentCharactersMax = 512;

/** Uses the last entry, which the nearest hop wrote. server.ts overwrites the client's. */
export function requestMeta(request: Request): RequestMeta {
  const { headers } = request;
  return {
    ip: headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) || "unknown",
    userAgent: (headers.get("user-agent") ?? "").toWellFormed().slice(0, userAgentCharactersMax),
    requestId: requestIdOf(headers.get("x-request-id")),
    locale: negotiateLocale(headers.get("accept-language")),
    isLocal: headers.get(localHeader) === saidYes,
    ...(headers.has(requestSourceHeader) ? { requestSource: readRequestSource(headers.get(requestSourceHeader)) } : {}),
  };
}

function requestIdOf(given: string | null): string {
  return isRequestId(given) ? given : crypto.randomUUID();
}
