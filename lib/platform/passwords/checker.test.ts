import { describe, expect, it } from "vitest";
import { breachedPasswords } from "./breached";
import { createPasswordChecker } from "./checker";

const { problemWith } = createPasswordChecker();
const aboutJane = ["jane@company.com", "Jane Doe", "Acme Inc", "Foyer"];

describe("a password", () => {
  it.each([
    "SecurePass1",
    "NewSecurePass1",
    "EvenStronger2",
    "my-secure-password",
    "your-secure-password",
    "new-secure-password",
    "your-new-secure-password",
    "newSecureP@ss",
    "secureP@ssw0rd",
    "secure-password-123",
    "new-secure-password-456",
    "correct horse battery",
  ])("%s of the documents is accepted", async (password) => {
    expect(await problemWith(password, aboutJane)).toBeNull();
  });

  it.each(["password", "PASSWORD", "12345678", "qwertyuiop", "iloveyou", "letmein1"])(
    "%s is refused as everybody's",
    async (password) => {
      expect(await problemWith(password, [])).toBe("password_guessable");
    },
  );

  it.each(["aaaaaaaa", "abababab", "abcdabcd", "abcdefgh", "zyxwvuts", "asdfghjkl", "67890123", "qwertzuiop"])(
    "%s is refused as a sequence",
    async (password) => {
      expect(await problemWith(password, [])).toBe("password_guessable");
    },
  );

  it.each([
    "jane@company.com",
    "JANE@company.com",
    "jane@company.com1",
    "company2026",
    "Company!!!",
    "foyer123",
    "Foyer2026!",
    "Jane Doe",
    "janedoe1",
    "JaneDoe123",
    "jane.doe",
    "acmeinc1",
    "Acme Inc 2026",
    "acme1234",
    "AcmeInc!",
    "foyerfoyer",
    "companyfoyer",
  ])("%s is refused because it is made of what everybody knows about the account", async (password) => {
    expect(await problemWith(password, aboutJane)).toBe("password_guessable");
  });

  it.each(["a jane in every harbour", "acmetology-is-fun", "companyofwolves"])(
    "%s may hold a known word beside others",
    async (password) => {
      expect(await problemWith(password, aboutJane)).toBeNull();
    },
  );

  it.each(["Password123!", "P@ssw0rd!", "Summer2026!", "!!dragon99", "W3lcome2026", "$unshine1", "Passw0rd2026!!"])(
    "%s is refused as a common word with signs and digits",
    async (password) => {
      expect(await problemWith(password, [])).toBe("password_guessable");
    },
  );

  it.each(["guitarzan", "GuitarZan", "guitarplayer", "12341234a"])("%s is refused as breached", async (password) => {
    expect(breachedPasswords().has(password.toLowerCase())).toBe(true);
    expect(await problemWith(password, [])).toBe("password_breached");
  });

  it("is looked up elsewhere only when nothing here refuses it", async () => {
    const asked: string[] = [];
    const pwned = {
      async isPwned(password: string) {
        asked.push(password);
        return password === "known to others only";
      },
    };
    const checker = createPasswordChecker(pwned);
    expect(await checker.problemWith("password", [])).toBe("password_guessable");
    expect(await checker.problemWith("guitarzan", [])).toBe("password_breached");
    expect(await checker.problemWith("known to others only", [])).toBe("password_breached");
    expect(await checker.problemWith("correct horse battery", [])).toBeNull();
    expect(asked).toEqual(["known to others only", "correct horse battery"]);
  });
});
