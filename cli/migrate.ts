import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { migrate } from "@/lib/platform/database/migrate";
import { parseEnv } from "@/lib/platform/env";
import { orSayWhy } from "./say-why";
import { signal } from "./set-up-process";

/** `npm run migrate`: applies the migrations. */

await orSayWhy(async () => {
  const say = (line: string) => console.error(line);
  const { applied } = await withConfiguredDatabase(parseEnv(), (url) => migrate(url, { say, signal }), { signal });
  for (const name of applied) console.log(`Applied ${name}.`);
  console.log("The database is up to date.");
});
