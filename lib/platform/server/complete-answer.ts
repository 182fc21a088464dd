import type { ServerResponse } from "node:http";

const unreadable = "This form couldn't be read. Reload the page and try again.\n";
const bodyHeaders = ["Content-Encoding", "Content-Length", "ETag", "Transfer-Encoding"];

/** Adds headers late because Next overwrites earlier ones. Changes its 500 to 400 if `isUnreadable`. */
export function completeAnswer(response: ServerResponse, isUnreadable: () => boolean): void {
  // Each has several overloads.
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  const write = response.write.bind(response) as (...chunk: unknown[]) => boolean;
  const end = response.end.bind(response) as (...chunk: unknown[]) => ServerResponse;
  let isRefused = false;

  const refuse = () => {
    isRefused = true;
    for (const name of bodyHeaders) response.removeHeader(name);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    writeHead(400, "Bad Request");
    // Next sets 500 later, but the log must have the sent status.
    Object.defineProperty(response, "statusCode", { get: () => 400, set: () => undefined });
    return response;
  };
  const settle = () => {
    if (!response.headersSent && response.statusCode === 500 && isUnreadable()) refuse();
  };

  response.writeHead = (status: number, ...head: unknown[]) => {
    if (status === 500 && isUnreadable()) return refuse();
    if (!response.hasHeader("Cache-Control") && !saysHowToStore(head.at(-1))) {
      response.setHeader("Cache-Control", "no-store");
    }
    return writeHead(status, ...head);
  };
  response.write = (...chunk: unknown[]) => {
    settle();
    if (!isRefused) return write(...chunk);
    const done = callbackOf(chunk);
    if (done) process.nextTick(done);
    return true;
  };
  response.end = (...chunk: unknown[]) => {
    settle();
    return isRefused && !response.writableEnded ? end(unreadable, "utf8", callbackOf(chunk)) : end(...chunk);
  };
}

function saysHowToStore(headers: unknown): boolean {
  if (typeof headers !== "object" || headers === null) return false;
  return Object.keys(headers).some((name) => name.toLowerCase() === "cache-control");
}

function callbackOf(chunk: unknown[]): (() => void) | undefined {
  const done = chunk.at(-1);
  return typeof done === "function" ? () => done() : undefined;
}
