import { dictionary } from "@zxcvbn-ts/language-common";
import type { PasswordChecker } from "@/lib/core/kernel/ports";
import { breachedPasswords } from "./breached";
import type { PwnedPasswords } from "./pwned-passwords";

const keyboardRows = ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890", "0987654321"];
const alphabet = "abcdefghijklmnopqrstuvwxyz";
/** Shorter context words are too common. */
const contextWordMin = 4;
const remainderMin = 4;
/** Also rejected with digits and signs around them. */
const decoratedMax = 10_000;
/** Shorter words are part of too many good passwords. */
const decoratedWordMin = 5;
const replacements: Record<string, string> = { "@": "a", "4": "a", "0": "o", "3": "e", $: "s", "5": "s", "7": "t" };

/**
 * Rejects common, breached, sequential and account-derived passwords (NIST SP 800-63B-4, 3.1.1.2). Asks `pwned` last.
 */
export function createPasswordChecker(pwned: PwnedPasswords | null = null): PasswordChecker {
  const ranked = dictionary["passwords-common"].map((password) => String(password).toLowerCase());
  const common = new Set(ranked);
  const decorated = new Set(ranked.slice(0, decoratedMax).filter((word) => word.length >= decoratedWordMin));
  return {
    async problemWith(password, contextWords) {
      const lower = password.toLowerCase();
      if (common.has(lower) || isSequence(lower) || isMadeOf(lower, contextWords)) return "password_guessable";
      if (undecorated(lower).some((word) => decorated.has(word))) return "password_guessable";
      if (breachedPasswords().has(lower)) return "password_breached";
      return (await pwned?.isPwned(password)) ? "password_breached" : null;
    },
  };
}

/** For example `P@ssw0rd` and `Summer2026!`. */
function undecorated(password: string): string[] {
  const trimmed = password.replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, "");
  return [password, trimmed, password.replace(/^\P{L}+|\P{L}+$/gu, "")].flatMap((word) => {
    const spelled = word.replace(/[@40$357]/g, (sign) => replacements[sign] ?? sign);
    return [spelled, spelled.replace(/[1!]/g, "i"), spelled.replace(/1/g, "l"), word];
  });
}

function isSequence(password: string): boolean {
  if (new Set(password).size <= 2 || isRepeat(password)) return true;
  const runs = [...keyboardRows, alphabet, [...alphabet].reverse().join("")];
  return runs.some((run) => (run + run).includes(password) || run.repeat(4).startsWith(password));
}

/** `abcdabcd`. */
function isRepeat(password: string): boolean {
  return (password + password).indexOf(password, 1) < password.length && password.length < 16;
}

function isMadeOf(password: string, contextWords: string[]): boolean {
  const words = contextWords
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= contextWordMin)
    .sort((a, b) => b.length - a.length);
  let rest = password;
  for (const word of words) rest = rest.replaceAll(word, "");
  return rest.length < password.length && rest.replace(/[^\p{L}]/gu, "").length < remainderMin && rest.length < 8;
}
