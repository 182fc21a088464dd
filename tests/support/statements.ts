import pg from "pg";

/** A SQL statement without its leading comment. */
export interface Sent {
  text: string;
  values: unknown[];
}

const leadingComment = /^\s*\/\*.*?\*\/\s*/;

/** The SQL that `work` sends over this process's connections, in order, transaction control included. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Sent[]> {
  const heard: Sent[] = [];
  const stopListening = listenToStatements((sent) => heard.push(sent));
  try {
    await work();
    return heard;
  } finally {
    stopListening();
  }
}

/** Calls `hear` before each statement of this process is sent. Returns a function that stops it. */
export function listenToStatements(hear: (sent: Sent, answered: Promise<void>) => void): () => void {
  const send = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const replace = (query: typeof send) => {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  };
  replace(function (this: pg.Client, ...given: unknown[]) {
    const [first, second] = given;
    const config = typeof first === "string" ? { text: first } : (first as { text?: string; values?: unknown[] });
    if (!config.text) return send.apply(this, given);
    const values = Array.isArray(second) ? second : (config.values ?? []);
    let done: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      done = resolve;
    });
    hear({ text: config.text.replace(leadingComment, ""), values }, answered);
    // pg's pool passes a callback; other callers get a promise.
    const callBack = given.at(-1);
    if (typeof callBack === "function") {
      const heardBack = (...answer: unknown[]) => {
        done();
        callBack(...answer);
      };
      return send.apply(this, given.with(-1, heardBack));
    }
    const answer = send.apply(this, given);
    void Promise.resolve(answer).then(done, done);
    return answer;
  });
  return () => replace(send);
}
