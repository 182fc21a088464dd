import { describe, expect, it, onTestFinished, vi } from "vitest";
import { bodyBytesMax, jsonOf, readBody } from "./read-body";

function post(body: BodyInit | null, headers: Record<string, string> = { "content-type": "application/json" }) {
  return new Request("http://localhost/", { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

async function codeOf(request: Request) {
  const read = jsonOf(request, await readBody(request));
  return read.ok ? read.value : read.error.code;
}

function chunked(chunk: Uint8Array, times: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > times) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

describe("readJsonBody", () => {
  it("reads application/json, with or without a UTF-8 charset", async () => {
    for (const type of ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']) {
      expect(await codeOf(post('{"a":"ü"}', { "content-type": type }))).toEqual({ a: "ü" });
    }
  });

  it("rejects every other type, and encodings of the body", async () => {
    const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
    for (const type of [...types, "application/json; charset=utf-16", "application/json5"]) {
      expect(await codeOf(post('{"a":1}', { "content-type": type }))).toBe("unsupported_media_type");
    }
    expect(await codeOf(post(new Uint8Array([123, 125]), {}))).toBe("unsupported_media_type");
    const zipped = { "content-type": "application/json", "content-encoding": "gzip" };
    expect(await codeOf(post("{}", zipped))).toBe("unsupported_media_type");
  });

  it("takes no body for none", async () => {
    expect(await codeOf(post(null, {}))).toBeUndefined();
    expect(await codeOf(post("", { "content-type": "application/x-www-form-urlencoded" }))).toBeUndefined();
    expect(await codeOf(post("", { "content-type": "text/plain" }))).toBe("unsupported_media_type");
  });

  it("reads 64 KiB and rejects one byte more, with and without Content-Length", async () => {
    const exact = `{"a":"${"x".repeat(bodyBytesMax - 8)}"}`;
    expect(await codeOf(post(exact))).toHaveProperty("a");
    expect(await codeOf(post(`${exact} `))).toBe("body_too_large");
    expect(await codeOf(post(chunked(new Uint8Array(1024).fill(32), 65)))).toBe("body_too_large");
  });

  it("stops reading an endless body", async () => {
    expect(await codeOf(post(chunked(new Uint8Array(8192), Number.POSITIVE_INFINITY)))).toBe("body_too_large");
  });

  it("waits ten seconds for the last byte, and rejects an incomplete body", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const held = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("{")) });
    const declared = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("{")) });
    const json = { "content-type": "application/json" };
    const codes = [codeOf(post(held, json)), codeOf(post(declared, { ...json, "content-length": "2" }))];
    const settled = vi.fn();
    for (const code of codes) void code.then(settled);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await Promise.all(codes)).toEqual(["body_too_slow", "body_too_slow"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects bytes that are not UTF-8", async () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
      const body = new Uint8Array([...Buffer.from('{"a":"'), ...bytes, ...Buffer.from('"}')]);
      expect(jsonOf(post(body), await readBody(post(body)))).toMatchObject({
        error: { fieldErrors: { body: ["encoding"] } },
      });
    }
  });
});
