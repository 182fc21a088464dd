import { migrate } from "@/lib/platform/database/migrate";

/** Migrates the database of its argument, to be killed meanwhile. */
const [url = ""] = process.argv.slice(2);
await migrate(url);
