import { sessionOf } from "@/lib/api/http/bearer/route";
import type { Audience } from "@/lib/core/sessions/audiences";

export const audience = "panguard" satisfies Audience;

/** Whoever holds a token of this API. */
export const holder = sessionOf(audience);
