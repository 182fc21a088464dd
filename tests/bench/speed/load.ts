import autocannon, { type Client } from "autocannon";

/** A load that a separate process reads from stdin as JSON. */
export interface LoadSpec {
  url: string;
  method: "GET" | "POST";
  connections: number;
  seconds?: number;
  amount?: number;
  /** Requests per second over all connections; unlimited when absent. */
  rate?: number;
  headers: Record<string, string>;
  /** Repeated in order over all connections. */
  turns: Turn[];
  /** Each connection keeps its turn's headers; otherwise each request takes the next turn. */
  keepsTurn: boolean;
  /** Sends the cookies of the previous answer. */
  keepsCookies?: boolean;
}

export interface Turn {
  headers?: Record<string, string>;
  body?: string;
}

export interface LoadResult {
  requests: number;
  /** Answers per second. */
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

/** A failed refresh keeps its cookies. */
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
