import { config } from "zod/v4/core";

// Zod asks whether it may compile code by trying it, which the Content Security Policy reports as a violation.
config({ jitless: true });
