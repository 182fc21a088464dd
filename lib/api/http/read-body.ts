import { type JsonObject, parseStrictJson } from "./strict-json";
import { fail, pass, type Step } from "./transport-errors";

export const bodyBytesMax = 64 * 1024;
const jsonType = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i;

/** Seconds in which all of a body must arrive. */
const bodySecondsMax = 10;

/** The bytes of a body, or the error in how it was sent. GET and HEAD have none. */
export type ReadBody = Step<Uint8Array>;

/**
 * All bytes of a body, never more than 64 KiB whatever Content-Length says. Read it before looking at who asks: a caller
 * decides when the last byte arrives, and the session may have ended by then.
 */
export async function readBody(request: Request): Promise<ReadBody> {
  if (request.method === "GET" || request.method === "HEAD") return pass(new Uint8Array());
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > bodyBytesMax) return fail("body_too_large");
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, bodySecondsMax * 1000, "late");
  });
  try {
    // A declared length is kept by HTTP itself, so all of it may be read at once, which costs far less than a stream.
    const all = declared === null ? readCapped(request) : request.arrayBuffer().then((bytes) => new Uint8Array(bytes));
    const bytes = await Promise.race([all, late]);
    if (bytes === "late") return fail("body_too_slow");
    return bytes === null || bytes.length > bodyBytesMax ? fail("body_too_large") : pass(bytes);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The JSON object in a body that was read; undefined when it is empty. Only `application/json` in UTF-8 and without a
 * content encoding is taken.
 */
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

/** `curl -d ''` labels an empty body as a form: nothing was sent. */
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
