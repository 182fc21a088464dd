import { z } from "zod";

/** Only for diagnostics. */
export const requestSourceHeader = "x-foyer-request-source";

const said = z.string().max(500).nullable();
const requestSourceSchema = z.strictObject({
  socketAddress: z.string().max(64),
  host: said,
  forwardedFor: said,
  forwardedHost: said,
  forwardedProto: said,
});

export type RequestSource = z.output<typeof requestSourceSchema>;

export function writeRequestSource(source: RequestSource): string {
  const short = (text: string | null) => text?.toWellFormed().slice(0, 500) ?? null;
  return encodeURIComponent(
    JSON.stringify({
      socketAddress: source.socketAddress.slice(0, 64),
      host: short(source.host),
      forwardedFor: short(source.forwardedFor),
      forwardedHost: short(source.forwardedHost),
      forwardedProto: short(source.forwardedProto),
    }),
  );
}

export function readRequestSource(header: string | null | undefined): RequestSource | null {
  if (!header) return null;
  try {
    return requestSourceSchema.safeParse(JSON.parse(decodeURIComponent(header))).data ?? null;
  } catch {
    // Not written by server.ts.
    return null;
  }
}
