import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type PwnedFault = 500 | 302 | "hang" | { text: string };

export interface StubPwnedPasswords {
  url: string;
  requests: { path: string; headers: IncomingHttpHeaders; socket: unknown }[];
  breached: Set<string>;
  fault: PwnedFault | null;
  stop(): Promise<void>;
}

/** GET /range/{prefix} of api.pwnedpasswords.com, with padding. */
export async function startStubPwnedPasswords(): Promise<StubPwnedPasswords> {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    stub.requests.push({ path, headers: request.headers, socket: request.socket });
    const { fault } = stub;
    if (fault === "hang") return;
    if (typeof fault === "number") {
      response.writeHead(fault, { Location: "/range/00000" }).end("no");
      return;
    }
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end(fault ? fault.text : rows(path.split("/").at(-1) ?? "", stub.breached));
  });
  const stub: StubPwnedPasswords = {
    url: "",
    requests: [],
    breached: new Set(),
    fault: null,
    stop() {
      server.closeAllConnections();
      return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
    },
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return stub;
}

export function sha1(password: string): string {
  return createHash("sha1").update(password).digest("hex").toUpperCase();
}

function rows(prefix: string, breached: Set<string>): string {
  const hits = [...breached].map(sha1).filter((hash) => hash.startsWith(prefix));
  const padding = Array.from({ length: 20 }, (_, index) => `${sha1(`padding ${prefix} ${index}`).slice(5)}:0`);
  return [...hits.map((hash) => `${hash.slice(5)}:42`), ...padding].join("\r\n");
}
