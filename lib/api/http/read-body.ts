import { type JsonObject, parseStrictJson } from "./strict-json";
import { pass, refuse, type Step } from "./transport-errors";

export const bodyBytesMax = 64 * 1024;
const jsonType = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i;

/**
 * The JSON object that a request carries; undefined when it carries nothing. Only `application/json` in UTF-8 and
 * without a content encoding is read, never more than 64 KiB whatever Content-Length says.
 */
export async function readJsonBody(request: Request): Promise<Step<JsonObject | undefined>> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > bodyBytesMax) return refuse("body_too_large");
  // A declared length is kept by HTTP itself, so all of it may be read at once, which costs far less than a stream.
  const bytes = declared === null ? await readCapped(request) : new Uint8Array(await request.arrayBuffer());
  if (bytes === null || bytes.length > bodyBytesMax) return refuse("body_too_large");
  const type = request.headers.get("content-type");
  if (bytes.length === 0) return type === null || jsonType.test(type) ? pass(undefined) : emptyForm(type);
  if (type === null || !jsonType.test(type) || request.headers.has("content-encoding")) {
    return refuse("unsupported_media_type");
  }
  try {
    return parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return refuse("validation_failed", { fieldErrors: { body: ["encoding"] } });
  }
}

/** `curl -d ''` labels an empty body as a form: nothing was sent, so nothing is refused. */
function emptyForm(type: string): Step<undefined> {
  return type.startsWith("application/x-www-form-urlencoded") ? pass(undefined) : refuse("unsupported_media_type");
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
