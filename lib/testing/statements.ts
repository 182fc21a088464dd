import pg from "pg";

/** A statement as the product sent it, without the comment that may stand before it. */
export interface Sent {
  text: string;
  values: unknown[];
}

const leadingComment = /^\s*\/\*.*?\*\/\s*/;
let heard: Sent[] | null = null;
let isListening = false;

/** What `work` sends to the database over this process's connections, in order, transaction control included. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Sent[]> {
  listen();
  heard = [];
  try {
    await work();
    return heard;
  } finally {
    heard = null;
  }
}

/** Listens on every connection of this process to what Prisma's adapter sends. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  const send = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first, second] = given;
    const config = typeof first === "string" ? { text: first } : (first as { text?: string; values?: unknown[] });
    if (heard && config.text) {
      const values = Array.isArray(second) ? second : (config.values ?? []);
      heard.push({ text: config.text.replace(leadingComment, ""), values });
    }
    return send.apply(this, given);
  } as typeof pg.Client.prototype.query;
}
