import type { IncomingMessage, ServerResponse } from "node:http";
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/*
 * Spans through OpenTelemetry's API. Without an SDK in the process (docs/monitoring.md) all of it does nothing. Names
 * and attributes hold no path, address or id that a person could be found by: tokens travel in paths and queries.
 */

const tracer = () => trace.getTracer("foyer");

/** A span around the answer to a request, below the caller's trace where the SDK's propagator finds one. */
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

/** A span around a job of the queue. What it throws is thrown on, and marks the span. */
export function traceJob<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  return tracer().startActiveSpan(`job ${name}`, { kind: SpanKind.CONSUMER }, async (span: Span) => {
    try {
      return await work();
    } catch (thrown) {
      // The class alone: messages may hold an address.
      span.setStatus({ code: SpanStatusCode.ERROR, message: thrown instanceof Error ? thrown.name : "unknown" });
      throw thrown;
    } finally {
      span.end();
    }
  });
}
