/**
 * Loads TypeScript for `node --import ./scripts/tsx.mjs`. tsx would keep what it compiles in a directory of /tmp with a
 * known name, and run what it finds there: another user who makes that directory first would run code as Foyer's user.
 */
process.env.TSX_DISABLE_CACHE = "1";
await import("tsx");
