import { type JsonObject, parseStrictJson } from "./strict-json";
import { fail, pass, type Step } from "./transport-errors";

export const bodyBytesMax = 64 * 1024;
const jsonType = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i;

const bodySecondsMax = 10;

export type ReadBody = Step<Uint8Array>;

/** At most 64 KiB. Await it before checking the session, which may end meanwhile. */
export async function readBody(request: Request): Promise<ReadBody> {
  if (request.method === "GET" || request.method === "HEAD") return pass(new Uint8Array());
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > bodyBytesMax) return fail("body_too_large");
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, bodySecondsMax * 1000, "late");
  });
  try {
    // HTTP enforces Content-Length, and streams are far slower.
    const all = declared === null ? readCapped(request) : request.arrayBuffer().then((bytes) => new Uint8Array(bytes));
    const bytes = await Promise.race([all, late]);
    if (bytes === "late") return fail("body_too_slow");
    return bytes === null || bytes.length > bodyBytesMax ? fail("body_too_large") : pass(bytes);
  } finally {
    clearTimeout(timer);
  }
}

/** Accepts only `application/json` in UTF-8 without content encoding. Undefined: empty. */
export function jsonOf({ headers }: Request, body: ReadBody): Step<JsonObject | undefined> {
  if (!body.ok) return body;
  const bytes = body.value;
  const type = headers.get("content-type");
  if (bytes.length === 0) return type === null || jsonType.test(type) ? pass(undefined) : emptyForm(type);
  if (type === null || !jsonType.test(type) || headers.has("content-encoding")) return fail("unsupported_media_type");
  try {
    return parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return fail("validation_failed", { fieldErrors: { body: ["encoding"] } });
  }
}

/** `curl -d ''` sends this type with an empty body. */
function emptyForm(type: string): Step<undefined> {
  return type.startsWith("application/x-www-form-urlencoded") ? pass(undefined) : fail("unsupported_media_type");
}

async function readCapped(request: Request): Promise<Uint8Array | null> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > bodyBytesMax) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
