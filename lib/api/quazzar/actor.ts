import { sessionOf } from "@/lib/api/http/bearer/route";

export const audience = "quazzar";

/** Somebody who has logged in. */
export const person = sessionOf(audience);
