import { describe, expect, it } from "vitest";
import { redactProps, withoutLinks } from "./redact";

const token = "q7Xb1-_kTn2vYz0Rw4sLpE8uHc5mJd3gFa9oKi6tBxQ";

describe("what an admin may see of a mail", () => {
  it("is where each link leads, and none of its tokens", () => {
    const at = new Date("2026-03-02T09:00:00.000Z");
    expect(
      redactProps({
        name: "Jane Doe",
        url: `https://foyer.example/signup?token=${token}`,
        undoUrl: `https://foyer.example/undo#${token}`,
        path: `https://foyer.example/status/${token}`,
        note: `See https://foyer.example/reset-password?token=${token}, please. Or type ${token}.`,
        origin: { ip: "203.0.113.7", at },
        remaining: 3,
        reason: null,
      }),
    ).toEqual({
      name: "Jane Doe",
      url: "https://foyer.example/signup?…",
      undoUrl: "https://foyer.example/undo?…",
      path: "https://foyer.example/status/…",
      note: "See https://foyer.example/reset-password?… please. Or type ….",
      origin: { ip: "203.0.113.7", at },
      remaining: 3,
      reason: null,
    });
  });

  it("has no link that could be followed", () => {
    const html = `<a class="act" href="https://foyer.example/x" target="_blank">Open</a><link href="style.css">`;
    expect(withoutLinks(html)).toBe(`<a class="act" target="_blank">Open</a><link href="style.css">`);
  });
});
