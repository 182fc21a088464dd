import type { Prisma } from "@/generated/prisma/client";

export const apiKeyInclude = {
  projects: { select: { project: { select: { id: true, name: true, slug: true } } } },
} satisfies Prisma.ApiKeyInclude;

/** A key as it may be shown: never the key itself. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** `fy_<publicId>`. */
  prefix: string;
  lastFour: string;
  projects: { id: string; name: string; slug: string }[];
  createdAt: Date;
  /** Null: does not expire. */
  expiresAt: Date | null;
  /** Null: never used. */
  lastUsedAt: Date | null;
  /** `rotated` still works, until `expiresAt`; another key has taken its place. */
  state: "live" | "rotated" | "expired" | "revoked";
}

type Row = Prisma.ApiKeyGetPayload<{ include: typeof apiKeyInclude }>;

export function toApiKeyView(row: Row, now: Date): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: `fy_${row.publicId}`,
    lastFour: row.lastFour,
    projects: row.projects.map(({ project }) => project),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    state: stateOf(row, now),
  };
}

function stateOf(row: Row, now: Date): ApiKeyView["state"] {
  if (row.revokedAt) return "revoked";
  if (row.expiresAt && row.expiresAt <= now) return "expired";
  return row.replacedById === null ? "live" : "rotated";
}
