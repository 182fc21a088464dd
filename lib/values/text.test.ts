import { describe, expect, it } from "vitest";
import { line } from "./text";

const parse = (text: string) => line(80).safeParse(text);

describe("a line of text", () => {
  it.each([
    "\u3164",
    "\u200b",
    "\u2800",
    "\u00ad",
    "\u2063",
    "\ufeff",
    "\u00a0",
    "\u115f\u1160",
    "\uffa0",
    "\u034f",
    "\u180e",
    "\ufe0f",
    "\u{e0001}",
    "\u200d\u200c",
    " \u3164 \u2800 ",
  ])("is required to show something: %j", (text) =>
    expect(parse(text).error?.issues.map(({ message }) => message)).toContain("required"),
  );

  it.each([
    ["a\u200bb", "ab"],
    ["\u202eevil\u202c", "evil"],
    ["\u2066Jane\u2069", "Jane"],
    ["  Zoe\u0308  ", "Zoë"],
  ])("loses marks that nobody sees: %j", (text, kept) => expect(parse(text).data).toBe(kept));

  it.each(["李雷", "محمد", "می\u200cخواهم", "👩\u200d💻 Ana", "O’Neil", "ﷺ", "न्‍", "-"])("keeps %s as it is", (text) =>
    expect(parse(text).data).toBe(text.normalize("NFC")),
  );
});
