import { compatApis } from "@/lib/api/apis";
import { documentedErrors } from "@/lib/api/http/api";
import { refusalSchema } from "@/lib/api/pacspace/schemas";
import { type Operation, reached } from "./operations";

export type Fault = "5xx" | "hang" | "schema" | "write";
export interface Verdict {
  fault: Fault;
  what: string;
}

/** Traces of the code, the database or the language, which no answer may contain. */
const leaks =
  /node_modules|\bprisma\b|postgres|\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|\n\s+at |\.tsx?:\d|ECONN|violates|SQLSTATE/i;

/** What is wrong with an answer by its API's document; null when nothing is. */
export function checkAnswer(
  operations: Operation[],
  request: Request,
  response: Response,
  text: string,
): Verdict | null {
  const { pathname } = new URL(request.url);
  const { headers, status } = response;
  if (status >= 500) return { fault: "5xx", what: `${status} ${text.slice(0, 300)}` };
  const wrong = wrongHeaders(response) ?? wrongBody(operations, request.method, pathname, status, headers, text);
  return wrong === null ? null : { fault: "schema", what: `${status} ${wrong} ${text.slice(0, 300)}` };
}

function wrongHeaders({ headers, status }: Response): string | null {
  if (headers.get("cache-control") !== "no-store") return "may be stored";
  if (headers.get("x-content-type-options") !== "nosniff") return "may be sniffed";
  if (headers.get("access-control-allow-origin") !== null) return "is open to other sites";
  if (!/^[\w-]{8,64}$/.test(headers.get("x-request-id") ?? "")) return "has no request id";
  const sets = headers.getSetCookie().some((line) => !/max-age=0/i.test(line));
  return status >= 400 && sets ? "sets a cookie with an error" : null;
}

function wrongBody(
  operations: Operation[],
  method: string,
  pathname: string,
  status: number,
  headers: Headers,
  text: string,
): string | null {
  if (method === "HEAD") return text === "" || status === 204 ? null : null;
  const operation = reached(operations, method, pathname);
  const isFile = status < 400 && operation?.route.route.fileTypes !== undefined;
  if (isFile) return null;
  if (headers.get("content-type") !== "application/json; charset=utf-8") return `is ${headers.get("content-type")}`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "is no JSON";
  }
  return status < 400 ? wrongSuccess(operation, status, body) : wrongRefusal(operation, pathname, status, body, text);
}

function wrongSuccess(operation: Operation | undefined, status: number, body: unknown): string | null {
  if (!operation) return null;
  if (!operation.statuses.has(status)) return "is a status that the document does not have";
  const { api, route } = operation.route;
  const schema = api.envelope?.schema(route.output) ?? route.output;
  const issues = schema.safeParse(body).error?.issues;
  return issues ? `breaks its schema: ${JSON.stringify(issues).slice(0, 300)}` : null;
}

function wrongRefusal(
  operation: Operation | undefined,
  pathname: string,
  status: number,
  body: unknown,
  text: string,
): string | null {
  if (leaks.test(text)) return "says too much";
  const compat = compatApis.find(({ base }) => pathname === base || pathname.startsWith(`${base}/`));
  const parsed = (compat?.errorSchema ?? refusalSchema).safeParse(body);
  if (!parsed.success) return "is not the API's envelope";
  if (!operation) return null;
  if (!operation.statuses.has(status)) return "is a status that the document does not have";
  const { api, route } = operation.route;
  if (!api.usesCookies) return null;
  const { error } = refusalSchema.parse(body);
  const documented = documentedErrors(api, route).map((code) => api.errorOf({ code }, ""));
  return documented.some((one) => one.status === status && one.name === error.code)
    ? null
    : "is a code that the document does not have";
}
