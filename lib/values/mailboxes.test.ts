import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalMailbox } from "./mailboxes";

const spellings = [
  ["jane@acme.example", "jane+x@acme.example", "jane+x+y@acme.example"],
  ["janedoe@gmail.com", "jane.doe@gmail.com", "j.a.n.e.doe+x@googlemail.com"],
  ["janedoe@proton.me", "jane.doe@protonmail.com", "jane-doe@pm.me", "jane_doe+x@protonmail.ch", "JaneDoe@pm.me"],
  ["jane@icloud.com", "jane@me.com", "jane+x@mac.com"],
  ["jane.doe@yandex.ru", "jane-doe@ya.ru", "jane.doe+x@yandex.com", "jane-doe@yandex.com.tr", "jane.doe@yandex.kz"],
  ["jane@fastmail.com", "jane+x@fastmail.com", "anything@jane.fastmail.com", "shop+x@jane.fastmail.com"],
  ["jane@fastmail.fm", "anything@jane.fastmail.fm"],
  ["jane@eml.cc", "anything@jane.eml.cc"],
  ["jane@yahoo.com", "jane-shop@yahoo.com", "jane-news-two@yahoo.com", "jane+x@yahoo.com"],
  ["jane@yahoo.co.uk", "jane-shop@yahoo.co.uk"],
  ["jane@ymail.com", "jane-shop@ymail.com"],
  ["jane@tuta.com", "jane@tutanota.com", "jane@tutanota.de", "jane@tutamail.com", "jane@keemail.me", "jane@tuta.io"],
  ["jane@posteo.de", "jane@posteo.net", "jane+x@posteo.at", "jane@posteo.eu", "jane@posteo.co.uk"],
  ["jane@anonaddy.com", "anything@jane.anonaddy.com"],
  ["jane@aleeas.com", "anything@jane.aleeas.com"],
  ["jane@mozmail.com", "anything@jane.mozmail.com"],
  ["jane@outlook.com", "jane+x@outlook.com"],
  ["jane@hotmail.com", "jane+x@hotmail.com"],
] as const;

const different = [
  ["jane.doe@acme.example", "janedoe@acme.example"],
  ["jane-doe@acme.example", "jane@acme.example"],
  ["jane@outlook.com", "jane@hotmail.com"],
  ["jane@hotmail.com", "jane@live.com"],
  ["jane.doe@outlook.com", "janedoe@outlook.com"],
  ["jane@gmail.com", "jane@icloud.com"],
  ["jane.doe@icloud.com", "janedoe@icloud.com"],
  ["jane.doe@yandex.ru", "janedoe@yandex.ru"],
  ["jane_doe@yahoo.com", "jane@yahoo.com"],
  ["jane@yahoo.com", "jane@yahoo.de"],
  ["jane@fastmail.com", "jane@fastmail.fm"],
  ["x@jane.fastmail.com", "x@john.fastmail.com"],
  ["x@jane.gmail.com", "jane@gmail.com"],
  ["jane@gmx.de", "jane@gmx.net"],
  ["+jane@acme.example", "+john@acme.example"],
  ["-jane@yahoo.com", "-john@yahoo.com"],
  ["-@proton.me", "_@proton.me"],
  ["jane@notgmail.com", "jane@gmail.com"],
  ["jane@yandex.ru.acme.example", "jane@yandex.ru"],
] as const;

describe("a mailbox", () => {
  for (const [first, ...others] of spellings) {
    it(`has one canonical form: ${first}`, () => {
      for (const other of others) expect(canonicalMailbox(other.toLowerCase()), other).toBe(canonicalMailbox(first));
    });
  }

  it.each(different)("isn't another one: %s and %s", (one, other) => {
    expect(canonicalMailbox(one)).not.toBe(canonicalMailbox(other));
  });

  it("keeps a canonical form and never removes the whole name", () => {
    const local = fc.stringMatching(/^[a-z0-9+_-]{1,12}(\.[a-z0-9+_-]{1,12})?$/);
    const domain = fc.constantFrom(...spellings.flat().map((email) => email.slice(email.lastIndexOf("@") + 1)));
    fc.assert(
      fc.property(local, domain, (name, at) => {
        const canonical = canonicalMailbox(`${name}@${at}`);
        expect(canonical).toMatch(/^[^@]+@[^@]+$/);
        expect(canonicalMailbox(canonical)).toBe(canonical);
      }),
    );
  });
});
