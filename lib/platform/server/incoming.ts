import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { localHeader, mailboxHeader, saidYes } from "@/lib/values/local-access";
import { isRequestId } from "@/lib/values/request-id";
import { type RequestSource, requestSourceHeader, writeRequestSource } from "@/lib/values/request-source";
import { clientAddress } from "../client-address";
import type { Env } from "../env";
import { isLocalRequest, mayReadMailbox } from "../local-access";

/** Only the process may set these. */
const ours = /^(?:x-(?:forwarded|middleware|foyer)-|forwarded$)/;
const safeMethods = ["GET", "HEAD", "OPTIONS"];
const doctorPath = /^\/(?:admin|dashboard\/admin)\/doctor(?:$|[/?])/;

export function rewriteHeaders(request: IncomingMessage, env: Env): { requestId: string; ip: string } {
  const { headers } = request;
  const requestId = requestIdOf(headers["x-request-id"], env);
  const ip = clientAddress(request.socket.remoteAddress, joined(headers["x-forwarded-for"]), env.TRUSTED_PROXY_HOPS);
  const requestSource = doctorPath.test(request.url ?? "") ? requestSourceOf(request) : null;
  const isLocal = isLocalRequest(request, env);
  const seesMailbox = mayReadMailbox(request, env);
  for (const name in headers) if (ours.test(name)) delete headers[name];
  const appUrl = parsed(env.APP_URL);
  headers["x-forwarded-for"] = ip;
  headers["x-forwarded-host"] = appUrl.host;
  headers["x-forwarded-proto"] = appUrl.protocol.slice(0, -1);
  headers["x-request-id"] = requestId;
  headers["x-foyer-path"] = (request.url ?? "/").slice(0, 2048);
  if (requestSource) headers[requestSourceHeader] = writeRequestSource(requestSource);
  if (isLocal) headers[localHeader] = saidYes;
  if (seesMailbox) headers[mailboxHeader] = saidYes;
  // Hono's adapter reads the raw list when headers are copied.
  const raw: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") raw.push(name, value);
    else for (const single of value ?? []) raw.push(name, single);
  }
  request.rawHeaders = raw;
  return { requestId, ip };
}

let known: URL | undefined;
function parsed(url: string): URL {
  if (known?.origin !== url) known = new URL(url);
  return known;
}

/** Keeps a trusted proxy's id to join its log with ours. */
function requestIdOf(given: string | string[] | undefined, env: Env): string {
  const text = joined(given);
  return env.TRUSTED_PROXY_HOPS > 0 && isRequestId(text) ? text : randomUUID();
}

function requestSourceOf({ headers, socket }: IncomingMessage): RequestSource {
  return {
    socketAddress: clientAddress(socket.remoteAddress, undefined, 0),
    host: headers.host ?? null,
    forwardedFor: joined(headers["x-forwarded-for"]) ?? null,
    forwardedHost: joined(headers["x-forwarded-host"]) ?? null,
    forwardedProto: joined(headers["x-forwarded-proto"]) ?? null,
  };
}

function joined(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}

/** Next compares Origin with the forwarded host, so an accepted origin's host is put there. */
export function acceptOrigin(request: IncomingMessage, env: Env): boolean {
  if (safeMethods.includes(request.method ?? "")) return true;
  const origin = request.headers.origin;
  if (origin === undefined || !allowedOrigins(env.APP_URL).has(origin)) return false;
  request.headers["x-forwarded-host"] = new URL(origin).host;
  return true;
}
