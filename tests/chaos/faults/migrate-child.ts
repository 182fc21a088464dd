import { migrate } from "@/lib/platform/database/migrate";

/** Migrates the database that its argument names, to be killed while it does. */
const [url = ""] = process.argv.slice(2);
await migrate(url);
