import { config } from "zod/v4/core";

// Zod otherwise tries to compile code, which the Content Security Policy reports as a violation.
config({ jitless: true });
