import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedEvent {
  path: string;
  headers: IncomingHttpHeaders;
  /** The raw body that is signed. */
  body: string;
}

/** "hang" never answers. */
export type ReceiverAnswer = number | "hang" | { status: number; body?: string; location?: string };

export interface StubReceiver {
  url: string;
  port: number;
  received: ReceivedEvent[];
  answer: ReceiverAnswer;
  stop(): Promise<void>;
}

export async function startStubReceiver(): Promise<StubReceiver> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    stub.received.push({ path: request.url ?? "", headers: request.headers, body });
    const { answer } = stub;
    if (answer === "hang") return;
    const {
      status,
      body: words = "",
      location,
    }: Exclude<ReceiverAnswer, number | "hang"> = typeof answer === "number" ? { status: answer } : answer;
    response.writeHead(status, location ? { Location: location } : {}).end(words);
  });
  const stub: StubReceiver = {
    url: "",
    port: 0,
    received: [],
    answer: 204,
    stop() {
      server.closeAllConnections();
      return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
    },
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stub.port = (server.address() as AddressInfo).port;
  stub.url = `http://127.0.0.1:${stub.port}/hook`;
  return stub;
}
