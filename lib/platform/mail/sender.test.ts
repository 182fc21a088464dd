import addressparser from "nodemailer/lib/addressparser";
import { describe, expect, it } from "vitest";
import { formatSender, readSender } from "./sender";

const names = [
  "Acme",
  "Acme, Inc.",
  "Acme: Portal",
  "Acme (EU)",
  "Acme; Co",
  "Größe, GmbH",
  "O'Neil & Co",
  "A @ B",
  "李雷",
];

describe("the sender of emails", () => {
  it.each(names)("is one address with the name %s", (name) => {
    const header = formatSender(name, "foyer@acme.example");
    expect(addressparser(header)).toEqual([{ name, address: "foyer@acme.example" }]);
  });

  it.each(names)("is read as typed and as quoted: %s", (name) => {
    const header = formatSender(name, "foyer@acme.example");
    expect(readSender(`${name} <foyer@acme.example>`)).toBe(header);
    expect(readSender(`"${name}" <foyer@acme.example>`)).toBe(header);
    expect(readSender(header)).toBe(header);
  });

  it.each(["Acme", "a@b, c@d", "Acme <a@b> <c@d>", "Acme <a@b>\r\nBcc: c@d", "<>", "a b@c", "Acme, a@b"])(
    "is refused if it isn't one address: %j",
    (typed) => expect(readSender(typed)).toBeNull(),
  );

  it("may be an address alone", () => {
    expect(readSender("door@acme.example")).toBe("door@acme.example");
    expect(readSender("<door@acme.example>")).toBe("door@acme.example");
  });
});
