import { dictionary } from "@zxcvbn-ts/language-common";
import type { PasswordChecker } from "@/lib/core/ports";

const keyboardRows = ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890", "0987654321"];
const alphabet = "abcdefghijklmnopqrstuvwxyz";
/** A context word shorter than this is too common to say anything. */
const contextWordMin = 4;
/** What must be left of a password once every guessable part is taken away. */
const remainderMin = 4;

/**
 * NIST SP 800-63B-4 section 3.1.1.2: refuses common passwords, plain sequences, and passwords made of what everybody
 * knows about the account. Works offline.
 */
export function createPasswordChecker(): PasswordChecker {
  const common = new Set(dictionary["passwords-common"].map((password) => String(password).toLowerCase()));
  return {
    isGuessable(password, contextWords) {
      const lower = password.toLowerCase();
      return common.has(lower) || isSequence(lower) || isMadeOf(lower, contextWords);
    },
  };
}

/** One character again and again, a run of the alphabet or digits, a row of the keyboard, or such a run repeated. */
function isSequence(password: string): boolean {
  if (new Set(password).size <= 2 || isRepeat(password)) return true;
  const runs = [...keyboardRows, alphabet, [...alphabet].reverse().join("")];
  return runs.some((run) => (run + run).includes(password) || run.repeat(4).startsWith(password));
}

/** `abcdabcd`: a short piece, again and again. */
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
