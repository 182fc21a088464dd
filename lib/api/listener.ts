import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { AppContext } from "@/lib/core/kernel/context";
import { createApi } from "./create-api";
import { answerWith } from "./http/answer-headers";

/** The APIs as a listener of node:http, for a process that shares itself with Next. */
export function createApiListener(
  app: AppContext,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  answerWith(takeLightResponse());
  return getRequestListener(createApi(app).fetch, { overrideGlobalObjects: false });
}

/**
 * The adapter's Response holds text as it is where the runtime's makes a stream of it that is then read again, which
 * costs as much as the rest of a session check. The adapter offers it only as a replacement of the process's globals:
 * Next compares its own responses with those, so they are put back at once.
 */
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
