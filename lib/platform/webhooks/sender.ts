import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";
import { Webhook } from "standardwebhooks";
import type { WebhookAnswer, WebhookSender } from "@/lib/core/ports";
import { isLoopback } from "../loopback";
import { isPrivateAddress, unroutedNetworks } from "./private-addresses";

/** Where webhooks may lead: the public internet; this machine, too; or private networks, too. */
export type WebhookTargets = "public" | "loopback" | "private";

interface Options {
  targets: WebhookTargets;
  patienceMilliseconds?: number;
  lookup?: LookupFunction;
}

const responseBytesMax = 1_024;
const patience = 10_000;
const loopbackAddresses = ["127.0.0.1", "::1"];

/**
 * Posts events. Where an address leads is checked when the connection is made, on the very address that is connected
 * to: a name that meant a public address a moment ago and means a private one now is refused. Redirects are answers
 * like any other, so that none leads where the address itself may not.
 */
export function createWebhookSender({ targets, patienceMilliseconds = patience, lookup }: Options): WebhookSender {
  const filter = {
    allowPrivateIPAddress: targets === "private",
    allowMetaIPAddress: false,
    allowIPAddressList: targets === "loopback" ? loopbackAddresses : [],
    denyIPAddressList: targets === "private" ? [] : unroutedNetworks,
  };
  const agents = { "http:": new RequestFilteringHttpAgent(filter), "https:": new RequestFilteringHttpsAgent(filter) };

  function problemWith(text: string) {
    const url = URL.parse(text);
    if (!url) return "webhook_url";
    const isOwn = isLoopback(url.hostname);
    if (targets === "private" || (targets === "loopback" && isOwn)) return null;
    if (url.protocol !== "https:") return "webhook_url";
    return isOwn || isPrivateAddress(url.hostname) ? "webhook_private" : null;
  }

  function post(url: URL, headers: Record<string, string>, body: string): Promise<Received> {
    const isPlain = url.protocol === "http:";
    const send = isPlain ? httpRequest : httpsRequest;
    const agent = agents[isPlain ? "http:" : "https:"];
    return new Promise((done, fail) => {
      const outgoing = send(url, {
        ...{ method: "POST", headers, agent, signal: AbortSignal.timeout(patienceMilliseconds) },
        ...(lookup ? { lookup } : {}),
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
      // The configuration may have become stricter since the webhook was made.
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

const refusal = "The address leads into a private network, which is not allowed";

/** No more than is shown: a receiver cannot fill the memory. A body that stops half-way counts as far as it came. */
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
    // The status has come, and that is the answer.
  }
  // Postgres keeps no NUL.
  return Buffer.concat(chunks).subarray(0, responseBytesMax).toString("utf8").replaceAll("\u0000", "");
}

function inWords(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const causes = error instanceof AggregateError ? error.errors.map(String) : [error.message];
  if (causes.some((cause) => /is not allowed\. Because/.test(cause))) return refusal;
  if (error.name === "TimeoutError" || error.name === "AbortError") return "No answer in time";
  return `No connection: ${causes.join("; ")}`.slice(0, 300);
}
