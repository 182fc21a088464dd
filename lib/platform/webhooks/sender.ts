import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { Webhook } from "standardwebhooks";
import type { WebhookAnswer, WebhookSender } from "@/lib/core/kernel/ports";
import { isLoopback } from "../loopback";
import { bareHost, guardLookup, isAllowedHost, type WebhookTargets } from "./targets";

interface Options {
  targets: WebhookTargets;
  patienceMilliseconds?: number;
  lookup?: LookupFunction;
}

const responseBytesMax = 1_024;
const patience = 10_000;
const refusal = "The address leads into a private network, which is not allowed";

/** Checks the address when connecting (DNS rebinding). Doesn't follow redirects. */
export function createWebhookSender({
  targets,
  patienceMilliseconds = patience,
  lookup = systemLookup,
}: Options): WebhookSender {
  const guardedLookup = guardLookup(lookup, targets, refusal);

  function problemWith(text: string) {
    const url = URL.parse(text);
    if (!url) return "webhook_url";
    const host = bareHost(url.hostname);
    const mayBePlain = targets === "private" || (targets === "loopback" && isLoopback(host));
    if (url.protocol !== "https:" && !mayBePlain) return "webhook_url";
    return isAllowedHost(host, targets) ? null : "webhook_private";
  }

  function post(url: URL, headers: Record<string, string>, body: string): Promise<Received> {
    const send = url.protocol === "http:" ? httpRequest : httpsRequest;
    return new Promise((done, fail) => {
      const outgoing = send(url, {
        method: "POST",
        headers,
        signal: AbortSignal.timeout(patienceMilliseconds),
        lookup: guardedLookup,
        agent: false,
      });
      outgoing.once("error", fail);
      outgoing.once("response", (incoming) => {
        const status = incoming.statusCode ?? 0;
        readBeginning(incoming).then((response) => {
          done({ status, response });
          outgoing.destroy();
        }, fail);
      });
      outgoing.end(body);
    });
  }

  return {
    problemWith,
    async send({ url: text, secrets, id, at, body }): Promise<WebhookAnswer> {
      const startedAt = performance.now();
      const took = () => Math.round(performance.now() - startedAt);
      // IP addresses aren't looked up.
      if (problemWith(text)) return { status: null, error: refusal, response: null, took: 0 };
      const headers = {
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(body)),
        "User-Agent": "Foyer-Webhooks/1",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
      };
      try {
        const { status, response } = await post(new URL(text), headers, body);
        const isTaken = status >= 200 && status < 300;
        return { status, error: isTaken ? null : `HTTP ${status}`, response, took: took() };
      } catch (thrown) {
        return { status: null, error: inWords(thrown), response: null, took: took() };
      }
    },
  };
}

interface Received {
  status: number;
  response: string;
}

/** Limits memory. A truncated body counts. */
async function readBeginning(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= responseBytesMax) break;
    }
  } catch {
    // The status is enough.
  }
  // PostgreSQL can't store NUL.
  return Buffer.concat(chunks).subarray(0, responseBytesMax).toString("utf8").replaceAll("\u0000", "");
}

function inWords(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const causes = error instanceof AggregateError ? error.errors.map(String) : [error.message];
  if (causes.some((cause) => cause.includes(refusal))) return refusal;
  if (error.name === "TimeoutError" || error.name === "AbortError") return "No answer in time";
  return `No connection: ${causes.join("; ")}`.slice(0, 300);
}
