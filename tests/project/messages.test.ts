import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { locales } from "@/lib/values/locale";
import { root } from "@/tests/support/source-files";

const folder = join(root, "messages");

/** Sorted names of arguments, plural and select switches, and tags. */
function placeholders(elements: MessageFormatElement[]): string[] {
  const names = elements.flatMap((element): string[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`<${element.value}>`, ...placeholders(element.children)];
      case TYPE.plural:
      case TYPE.select:
        return [
          element.value,
          ...Object.values(element.options).flatMap((option: { value: MessageFormatElement[] }) =>
            placeholders(option.value),
          ),
        ];
      default:
        return [element.value];
    }
  });
  return [...new Set(names)].sort();
}

function flatten(messages: object, prefix: string): [string, string[]][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string[]][] =>
    typeof value === "string"
      ? [[`${prefix}.${key}`, placeholders(parse(value))]]
      : flatten(value as object, `${prefix}.${key}`),
  );
}

function catalogue(locale: string): Record<string, string[]> {
  const files = readdirSync(join(folder, locale)).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.flatMap((file) =>
      flatten(JSON.parse(readFileSync(join(folder, locale, file), "utf8")) as object, file.replace(/\.json$/, "")),
    ),
  );
}

describe.skipIf(!existsSync(folder))("the message catalog", () => {
  it.each(locales.filter((locale) => locale !== "en"))("says in %s all that it says in English", (locale) => {
    expect(catalogue(locale)).toEqual(catalogue("en"));
  });
});
