import { expect, it } from "vitest";
import { shortcutKey } from "./shortcut-key";

it.each([
  ["j", "KeyJ", "j"],
  ["A", "KeyA", "a"],
  ["о", "KeyJ", "j"],
  ["Л", "KeyK", "k"],
  ["ξ", "KeyJ", "j"],
  ["ت", "KeyJ", "j"],
  // Dvorak and AZERTY write Latin letters, so the written letter counts.
  ["a", "KeyQ", "a"],
  ["Enter", "Enter", "Enter"],
  ["?", "Slash", "?"],
  ["/", "Digit7", "/"],
])("reads %s of the key %s as %s", (key, code, wanted) => expect(shortcutKey({ key, code })).toBe(wanted));
