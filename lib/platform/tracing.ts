import type { IncomingMessage, ServerResponse } from "node:http";
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/* Does nothing without an SDK (docs/monitoring.md). Omits paths because they contain tokens. */

const tracer = () => trace.getTracer("foyer");

export function traceRequest<Value>(
  request: IncomingMessage,
  response: ServerResponse,
  attributes: { area: string; requestId: string },
  work: () => Value,
): Value {
  const parent = propagation.extract(context.active(), request.headers);
  const method = request.method ?? "";
  const span = tracer().startSpan(
    `${method} ${attributes.area}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        "http.request.method": method,
        "foyer.area": attributes.area,
        "foyer.request_id": attributes.requestId,
      },
    },
    parent,
  );
  response.once("close", () => {
    span.setAttribute("http.response.status_code", response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  return context.with(trace.setSpan(parent, span), work);
}

export function traceJob<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  return tracer().startActiveSpan(`job ${name}`, { kind: SpanKind.CONSUMER }, async (span: Span) => {
    try {
      return await work();
    } catch (thrown) {
      // Messages may contain an address.
      span.setStatus({ code: SpanStatusCode.ERROR, message: thrown instanceof Error ? thrown.name : "unknown" });
      throw thrown;
    } finally {
      span.end();
    }
  });
}
