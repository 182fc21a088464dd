import { z } from "zod";

/** The connection and proxy headers of a request to the diagnostics, as server.ts saw them. Not for decisions. */
export const arrivalHeader = "x-foyer-arrival";

const said = z.string().max(500).nullable();
const arrivalSchema = z.strictObject({
  socketAddress: z.string().max(64),
  host: said,
  forwardedFor: said,
  forwardedHost: said,
  forwardedProto: said,
});

export type Arrival = z.output<typeof arrivalSchema>;

export function writeArrival(arrival: Arrival): string {
  const short = (text: string | null) => text?.toWellFormed().slice(0, 500) ?? null;
  return encodeURIComponent(
    JSON.stringify({
      socketAddress: arrival.socketAddress.slice(0, 64),
      host: short(arrival.host),
      forwardedFor: short(arrival.forwardedFor),
      forwardedHost: short(arrival.forwardedHost),
      forwardedProto: short(arrival.forwardedProto),
    }),
  );
}

export function readArrival(header: string | null | undefined): Arrival | null {
  if (!header) return null;
  try {
    return arrivalSchema.safeParse(JSON.parse(decodeURIComponent(header))).data ?? null;
  } catch {
    // Not written by server.ts.
    return null;
  }
}
