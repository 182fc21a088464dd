import { config } from "zod/v4/core";

// Zod's JIT violates the Content Security Policy.
config({ jitless: true });
