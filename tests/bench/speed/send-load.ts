import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadResult, LoadSpec } from "./load";

const program = fileURLToPath(new URL("./load.ts", import.meta.url));

/** Throws unless every answer has an expected status. */
export async function sendLoad(spec: LoadSpec, expected: readonly number[] = [200]): Promise<LoadResult> {
  const child = spawn(process.execPath, ["--import", "tsx", program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(spec));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === "") throw new Error(`The load on ${spec.url} was not sent`);
  const result = JSON.parse(text) as LoadResult;
  const strange = Object.keys(result.statuses).filter((status) => !expected.includes(Number(status)));
  if (result.errors > 0 || strange.length > 0 || result.requests === 0) {
    throw new Error(`${spec.method} ${spec.url}: ${JSON.stringify(result)}`);
  }
  return result;
}
