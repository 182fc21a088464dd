import { parseAsString, parseAsStringLiteral } from "nuqs";
import { statuses } from "./request-types";

/** The queue's filters as they stand in the address. */
export const filterParsers = {
  status: parseAsStringLiteral([...statuses, "all"] as const).withDefault("pending"),
  q: parseAsString.withDefault(""),
};
