import type { Prisma } from "@/generated/prisma/client";
import type { ListUsersInput } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";

export interface UserListItem {
  id: string;
  email: string;
  name: string;
  tenant: string;
  isAdmin: boolean;
  emailVerified: boolean;
  mfaEnabled: boolean;
  deactivated: boolean;
  createdAt: Date;
}

export interface UserPage {
  items: UserListItem[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** Accounts, newest first. `q` is found in address and name. */
export async function listUsers(ctx: CoreContext, _admin: AdminActor, input: ListUsersInput): Promise<UserPage> {
  const rows = await ctx.db.user.findMany({
    where: { AND: [matches(input.q), after(input.cursor)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    relationLoadStrategy: "join",
    include: { tenant: { select: { name: true } }, totpCredential: { select: { userId: true } } },
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      id: row.id,
      email: row.email,
      name: row.name,
      tenant: row.tenant.name,
      isAdmin: row.isAdmin,
      emailVerified: row.emailVerifiedAt !== null,
      mfaEnabled: row.totpCredential !== null,
      deactivated: row.deactivatedAt !== null,
      createdAt: row.createdAt,
    })),
    nextCursor: rows.length > input.limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null,
  };
}

function matches(q: string | undefined): Prisma.UserWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  const contains = typed.replace(/[\\%_]/g, "\\$&");
  return { OR: [{ email: { contains: contains.toLowerCase() } }, { name: { contains, mode: "insensitive" } }] };
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
function after(cursor: string | undefined): Prisma.UserWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const createdAt = new Date(at);
  if (Number.isNaN(createdAt.getTime()) || !isId(id)) return {};
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}
