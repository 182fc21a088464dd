import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseEnv } from "@/lib/platform/env";
import { readRequestSource, requestSourceHeader } from "@/lib/values/request-source";
import { rewriteHeaders } from "./incoming";

let server: Server;
let url = "";

beforeEach(async () => {
  const env = parseEnv({});
  const answer = getRequestListener((request) => Response.json(Object.fromEntries(request.headers)), {
    overrideGlobalObjects: false,
  });
  server = createServer((request, response) => {
    rewriteHeaders(request, env);
    void answer(request, response);
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  server.close();
});

it("lets no address, host or request id of a client's own reach Hono, even when the headers are listed", async () => {
  const claimed = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    Forwarded: "for=6.6.6.6",
    "X-Request-Id": "claimed-request-id",
    "X-Middleware-Subrequest": "middleware",
    "X-Kept": "yes",
  };
  const seen = await (await fetch(url, { headers: claimed })).json();
  expect(seen).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http", "x-kept": "yes" });
  expect(seen["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.stringify(seen)).not.toMatch(/6\.6\.6\.6|evil|claimed|subrequest/);
});

it("tells the doctor, and nobody else, how a request arrived; a client cannot", async () => {
  const headers = { "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", [requestSourceHeader]: "made-up" };
  const told = await (await fetch(`${url}dashboard/admin/doctor`, { headers })).json();
  expect(readRequestSource(told[requestSourceHeader])).toMatchObject({
    socketAddress: "127.0.0.1",
    forwardedFor: "6.6.6.6",
    forwardedProto: "https",
  });
  expect(await (await fetch(`${url}account`, { headers })).json()).not.toHaveProperty(requestSourceHeader);
});
