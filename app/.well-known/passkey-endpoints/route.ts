import { webConfig } from "@/lib/web/config";

/** Implements W3C "A Well-Known URL for Relying Party Passkey Endpoints". */
export function GET(): Response {
  const page = `${webConfig().appUrl}/account/security`;
  return Response.json({ enroll: page, manage: page });
}
