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

/** A command of a public document as data: nothing is changed but the base URL and what the reader has to fill in. */
export const documentedRequestSchema = z.strictObject({
  /** The document's heading. */
  name: z.string(),
  method: z.enum(["GET", "POST", "PATCH", "DELETE"]),
  /** As printed, from the root of the document's host. */
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.record(z.string(), z.string()).optional(),
  /** The status that the document promises. */
  status: z.int(),
});
export type DocumentedRequest = z.output<typeof documentedRequestSchema>;

/** Starts the APIs on a free port of this machine until the test ends; returns the origin. */
export async function listen(test: TestContext): Promise<string> {
  const { fetch } = createApi(test.app);
  const server = serve({
    fetch(request) {
      // As server.ts says of a program on a developer's machine.
      request.headers.set(localHeader, saidYes);
      return fetch(request);
    },
    ...{ port: 0, hostname: "127.0.0.1" },
  });
  await new Promise((done) => server.once("listening", done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the document's command by the real curl, as it is printed but for the base URL. */
export async function curl(
  baseUrl: string,
  { method, path, headers, body }: Omit<DocumentedRequest, "name" | "status">,
): Promise<{ status: number; body: unknown }> {
  const { stdout } = await run("curl", [
    ...["--silent", "--show-error", "--max-time", "10", "--write-out", "\n%{http_code}"],
    ...(method === "GET" ? [] : ["-X", method]),
    `${baseUrl}${path}`,
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
    ...(body ? ["-d", JSON.stringify(body, null, 2)] : []),
  ]);
  const [text = "", status = ""] = stdout.split(/\n(?=\d{3}$)/);
  return { status: Number(status), body: text === "" ? null : JSON.parse(text) };
}
