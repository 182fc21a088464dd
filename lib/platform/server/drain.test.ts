import { Agent, createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDrain } from "./drain";

let server: Server;
let agent: Agent;
let drain: ReturnType<typeof createDrain>;
let answers: (() => void)[] = [];
let arrived: () => void = () => undefined;

beforeEach(async () => {
  answers = [];
  drain = createDrain(5_000);
  agent = new Agent({ keepAlive: true });
  server = createServer((request, response) => {
    drain.mark(response);
    if (request.url === "/slow") {
      answers.push(() => response.end("slow"));
      arrived();
    } else response.end("quick");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

function ask(path: string): Promise<{ connection: string | undefined; body: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((done, fail) => {
    get({ host: "127.0.0.1", port, path, agent }, async (response: IncomingMessage) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      done({ connection: response.headers.connection, body });
    }).once("error", fail);
  });
}

it("answers what was asked before and what still comes on kept connections, and closes each of them", async () => {
  expect((await ask("/quick")).connection).toBe("keep-alive");
  const isHere = new Promise<void>((done) => {
    arrived = done;
  });
  const slow = ask("/slow");
  await isHere;
  const drained = drain.drain(server);
  expect(drain.isDraining()).toBe(true);
  expect(await ask("/quick")).toEqual({ connection: "close", body: "quick" });
  for (const answer of answers) answer();
  expect((await slow).body).toBe("slow");
  await drained;
  expect(server.listening).toBe(false);
});

it("waits for nobody where nobody is connected", async () => {
  const startedAt = performance.now();
  await drain.drain(server);
  expect(performance.now() - startedAt).toBeLessThan(900);
});

it("cuts off what never ends when the time is up", async () => {
  drain = createDrain(200);
  const isHere = new Promise<void>((done) => {
    arrived = done;
  });
  const cut = ask("/slow").catch((error: NodeJS.ErrnoException) => error.code);
  await isHere;
  await drain.drain(server);
  expect(await cut).toBe("ECONNRESET");
});
