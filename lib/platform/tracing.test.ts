import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SpanStatusCode, trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, expect, it } from "vitest";
import { traceJob, traceRequest } from "./tracing";

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

beforeEach(() => {
  trace.setGlobalTracerProvider(provider);
});
afterEach(() => {
  trace.disable();
  exporter.reset();
});

function answer(status: number): void {
  const request = { method: "GET", url: "/verify-email?token=secret", headers: {} } as IncomingMessage;
  const response = Object.assign(new EventEmitter(), { statusCode: status }) as unknown as ServerResponse;
  const about = { area: "pages", requestId: "request-1" };
  expect(traceRequest(request, response, about, () => "answered")).toBe("answered");
  response.emit("close");
}

it("records a span for every request, without the path that may hold a token", () => {
  answer(200);
  answer(503);
  const [fine, failed] = exporter.getFinishedSpans();
  expect(fine?.name).toBe("GET pages");
  expect(fine?.attributes).toEqual({
    "http.request.method": "GET",
    "http.response.status_code": 200,
    "foyer.area": "pages",
    "foyer.request_id": "request-1",
  });
  expect(failed?.status.code).toBe(SpanStatusCode.ERROR);
});

it("records a span for every job, and throws on what the job threw, without its message", async () => {
  expect(await traceJob("sweep", async () => 7)).toBe(7);
  const work = traceJob("send_mail", () => Promise.reject(new TypeError("jane@acme.example is away")));
  await expect(work).rejects.toThrow("jane@acme.example is away");
  const [sweep, mail] = exporter.getFinishedSpans();
  expect(sweep).toMatchObject({ name: "job sweep" });
  expect(mail?.status).toEqual({ code: SpanStatusCode.ERROR, message: "TypeError" });
});

it("does its work as ever when there is no SDK", async () => {
  trace.disable();
  answer(200);
  expect(await traceJob("sweep", async () => 7)).toBe(7);
  expect(exporter.getFinishedSpans()).toEqual([]);
});
