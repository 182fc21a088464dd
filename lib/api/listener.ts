import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { AppContext } from "@/lib/core/kernel/context";
import { createApi } from "./create-api";
import { answerWith } from "./http/answer-headers";

export function createApiListener(
  app: AppContext,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  answerWith(takeLightResponse());
  return getRequestListener(createApi(app).fetch, { overrideGlobalObjects: false });
}

/** Keeps text instead of a costly stream. Restores the globals, because Next compares its responses with them. */
function takeLightResponse(): typeof Response {
  const names = ["Request", "Response"] as const;
  const own = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  try {
    getRequestListener(() => new Response());
    return globalThis.Response;
  } finally {
    for (const [name, descriptor] of own) if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
}
