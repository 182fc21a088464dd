import { describe, expect, it } from "vitest";
import { createPasswordChecker } from "./passwords";

const { isGuessable } = createPasswordChecker();
const aboutJane = ["jane@company.com", "Jane Doe", "Acme Inc", "Foyer"];

describe("a password", () => {
  it.each([
    ...["SecurePass1", "NewSecurePass1", "EvenStronger2", "my-secure-password", "your-secure-password"],
    ...["new-secure-password", "your-new-secure-password", "newSecureP@ss", "secureP@ssw0rd"],
    ...["secure-password-123", "new-secure-password-456", "correct horse battery"],
  ])("%s of the documents is accepted", (password) => {
    expect(isGuessable(password, aboutJane)).toBe(false);
  });

  it.each(["password", "PASSWORD", "12345678", "qwertyuiop", "iloveyou", "letmein1"])(
    "%s is refused as everybody's",
    (password) => {
      expect(isGuessable(password, [])).toBe(true);
    },
  );

  it.each(["aaaaaaaa", "abababab", "abcdabcd", "abcdefgh", "zyxwvuts", "asdfghjkl", "67890123", "qwertzuiop"])(
    "%s is refused as a sequence",
    (password) => {
      expect(isGuessable(password, [])).toBe(true);
    },
  );

  it.each([
    ...["jane@company.com", "JANE@company.com", "jane@company.com1", "company2026", "Company!!!"],
    ...["foyer123", "Foyer2026!", "Jane Doe", "janedoe1", "JaneDoe123", "jane.doe", "acmeinc1", "Acme Inc 2026"],
    ...["acme1234", "AcmeInc!", "foyerfoyer", "companyfoyer"],
  ])("%s is refused because it is made of what everybody knows about the account", (password) => {
    expect(isGuessable(password, aboutJane)).toBe(true);
  });

  it.each(["a jane in every harbour", "acmetology-is-fun", "companyofwolves"])(
    "%s may hold a known word beside others",
    (password) => {
      expect(isGuessable(password, aboutJane)).toBe(false);
    },
  );
});
