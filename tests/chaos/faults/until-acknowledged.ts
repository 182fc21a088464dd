import { Client } from "./client";
import { type Installation, until } from "./installation";

/** Milliseconds until a write is acknowledged. */
export async function untilAcknowledged({ url }: Installation): Promise<number> {
  const startedAt = performance.now();
  const client = new Client(url);
  await until("an acknowledged write", async () => {
    const answer = await client.post("login", { email: "nobody@company.example", password: "not a password" });
    // Counted and in the audit log.
    return answer.status === 401;
  });
  return performance.now() - startedAt;
}
