import autocannon, { type Client } from "autocannon";

/** A process of its own that sends one load, given as JSON on standard input, and prints what came back. */
export interface LoadSpec {
  url: string;
  method: "GET" | "POST";
  connections: number;
  /** Ends after so many seconds, or after so many requests. */
  seconds?: number;
  amount?: number;
  /** Requests a second over all connections; as many as possible when absent. */
  rate?: number;
  headers: Record<string, string>;
  /** One after the other, over all connections; starts again at the end. */
  turns: Turn[];
  /** Each connection keeps its turn's headers; otherwise every request takes the next turn. */
  keepsTurn: boolean;
  /** Every request sends the cookies that the answer before it has set. */
  keepsCookies?: boolean;
}

export interface Turn {
  headers?: Record<string, string>;
  body?: string;
}

export interface LoadResult {
  requests: number;
  /** Answers a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  statuses: Record<string, number>;
  errors: number;
}

interface Parsed {
  headers: string[];
}

async function send(spec: LoadSpec): Promise<LoadResult> {
  const durations: number[] = [];
  const statuses: Record<string, number> = {};
  let turn = 0;
  const takeTurn = (client: Client) => {
    const { headers = {}, body } = spec.turns[turn % spec.turns.length] ?? {};
    turn += 1;
    const all = { ...spec.headers, ...headers };
    client.setHeadersAndBody(all, body);
    return all;
  };
  const startedAt = performance.now();
  let lastAt = startedAt;
  const result = await autocannon({
    url: spec.url,
    method: spec.method,
    connections: spec.connections,
    timeout: 30,
    ...(spec.amount === undefined ? { duration: spec.seconds ?? 3 } : { amount: spec.amount }),
    ...(spec.rate === undefined ? {} : { overallRate: spec.rate }),
    setupClient(client) {
      const headers = takeTurn(client);
      if (spec.keepsCookies) keepCookies(client, headers);
      client.on("response", (status, _bytes, milliseconds) => {
        lastAt = performance.now();
        durations.push(milliseconds);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (!spec.keepsTurn) takeTurn(client);
      });
    },
  });
  durations.sort((a, b) => a - b);
  const at = (share: number) => durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0;
  const seconds = (lastAt - startedAt) / 1000;
  return {
    requests: durations.length,
    rate: durations.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    statuses,
    errors: result.errors + result.timeouts,
  };
}

/** Of a refused refresh the old cookies stay, and it shows in the statuses. */
function keepCookies(client: Client, headers: Record<string, string>): void {
  client.on("headers", (parsed: unknown) => {
    const { headers: raw } = parsed as Parsed;
    const pairs = raw.flatMap((name, index) =>
      index % 2 === 0 && name.toLowerCase() === "set-cookie" ? [(raw[index + 1] ?? "").split(";", 1)[0] ?? ""] : [],
    );
    if (pairs.length > 0) client.setHeaders({ ...headers, cookie: pairs.join("; ") });
  });
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
console.log(JSON.stringify(await send(JSON.parse(Buffer.concat(chunks).toString()) as LoadSpec)));
