import { execFile } from "node:child_process";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { createApi } from "@/lib/api/create-api";
import { localHeader, saidYes } from "@/lib/values/local-access";
import type { TestContext } from "./test-context";

const run = promisify(execFile);

/** A command of a public document; only the base URL and placeholders are replaced. */
export const documentedRequestSchema = z.strictObject({
  name: z.string(),
  method: z.enum(["GET", "POST", "PATCH", "DELETE"]),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.record(z.string(), z.string()).optional(),
  status: z.int(),
});
export type DocumentedRequest = z.output<typeof documentedRequestSchema>;

/** Serves the APIs on a free local port until the test ends. Returns the origin. */
export async function listen(test: TestContext): Promise<string> {
  const { fetch } = createApi(test.app);
  const server = serve({
    fetch(request) {
      request.headers.set(localHeader, saidYes);
      return fetch(request);
    },
    port: 0,
    hostname: "127.0.0.1",
  });
  await new Promise((done) => server.once("listening", done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function curl(
  baseUrl: string,
  { method, path, headers, body }: Omit<DocumentedRequest, "name" | "status">,
): Promise<{ status: number; body: unknown }> {
  const { stdout } = await run("curl", [
    "--silent",
    "--show-error",
    "--max-time",
    "10",
    "--write-out",
    "\n%{http_code}",
    ...(method === "GET" ? [] : ["-X", method]),
    `${baseUrl}${path}`,
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    ...(body ? ["-d", JSON.stringify(body, null, 2)] : []),
  ]);
  const [text = "", status = ""] = stdout.split(/\n(?=\d{3}$)/);
  return { status: Number(status), body: text === "" ? null : JSON.parse(text) };
}
