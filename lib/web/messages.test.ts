import { describe, expect, it } from "vitest";
import { errorKinds } from "@/lib/core/kernel/errors";
import { locales } from "@/lib/values/locale";
import { readSources } from "@/tests/support/source-files";
import { loadMessages } from "./messages";

/** Messages of zod rules and field errors of the core. */
function ruleNames(): string[] {
  const inZod = /(?:\d|Max|\/|min|\)|\}),\s*"([a-z]+(?:_[a-z]+)*)"\)/g;
  const patterns = [/message: "([a-z_]+)"/g, /fieldErrors: \{[^}]*\["([a-z_]+)"\]/g];
  const files = readSources().filter(({ path }) => /^lib\/(values|core)\//.test(path) && !path.includes(".test."));
  const found = files.flatMap(({ path, text }) =>
    [...patterns, ...(path.startsWith("lib/values/") ? [inZod] : [])].flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([, name]) => name),
    ),
  );
  return [...new Set(found)].filter((name) => name !== undefined).sort();
}

describe.each(locales)("the sentences in %s", (locale) => {
  it("cover every error of the core, a fault and a dead network", async () => {
    const { errors } = await loadMessages[locale]();
    expect(Object.keys(errors)).toEqual(expect.arrayContaining([...Object.keys(errorKinds), "internal", "network"]));
  });

  it("cover every rule that a field can break", async () => {
    const { rules } = await loadMessages[locale]();
    const names = ruleNames();
    expect(names).toEqual(expect.arrayContaining(["required", "email", "password_same", "totp_code_wrong", "phone"]));
    expect(names.filter((name) => !(name in rules))).toEqual([]);
  });
});
