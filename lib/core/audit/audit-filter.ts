import type { Prisma } from "@/generated/prisma/client";
import type { ActorType } from "@/generated/prisma/enums";
import { type AuditActor, type AuditFilter, auditGroups } from "@/lib/values/audit";
import { canonicalEmail } from "@/lib/values/email";
import { isId } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";
import { actionsOfGroup, actionsOfKeys } from "./actions";

const peopleMax = 50;
const actorTypes: Record<Exclude<AuditActor, "api_key">, ActorType> = {
  user: "USER",
  admin: "ADMIN",
  system: "SYSTEM",
  anonymous: "ANONYMOUS",
};

/** Lets every part use an index. */
export async function auditWhere(ctx: CoreContext, filter: AuditFilter): Promise<Prisma.AuditEventWhereInput> {
  const parts: Prisma.AuditEventWhereInput[] = [];
  if (filter.actor) parts.push(byActor(filter.actor));
  if (filter.person?.trim()) parts.push(await byPerson(ctx, filter.person.trim()));
  if (filter.action) parts.push(byAction(filter.action));
  if (filter.targetType) parts.push({ targetType: filter.targetType });
  if (filter.target?.trim()) parts.push(await aboutTarget(ctx, filter.target.trim()));
  if (filter.ip?.trim()) parts.push({ ip: filter.ip.trim() });
  if (filter.from) parts.push({ at: { gte: filter.from } });
  if (filter.to) parts.push({ at: { lt: filter.to } });
  return { AND: parts };
}

/** `user` includes their API keys. */
function byActor(actor: AuditActor): Prisma.AuditEventWhereInput {
  if (actor !== "api_key") return { actorType: actorTypes[actor] };
  return {
    actorType: "USER",
    OR: [
      { action: "api_key.used" },
      { action: { in: actionsOfKeys }, details: { path: ["apiKeyId"], string_contains: "-" } },
    ],
  };
}

function byAction(action: string): Prisma.AuditEventWhereInput {
  const group = auditGroups.find((one) => one === action);
  return { action: group ? { in: actionsOfGroup(group) } : action };
}

/** Finds accounts also by an earlier address. */
async function byPerson(ctx: CoreContext, typed: string): Promise<Prisma.AuditEventWhereInput> {
  if (isId(typed)) return { actorId: typed };
  const contains = literalText(typed);
  const people = await ctx.db.user.findMany({
    where: { OR: [{ email: { contains: contains.toLowerCase() } }, { name: { contains, mode: "insensitive" } }] },
    orderBy: { createdAt: "desc" },
    take: peopleMax,
    select: { id: true },
  });
  return { OR: [{ actorId: { in: people.map(({ id }) => id) } }, { actorLabel: canonicalEmail(typed) ?? typed }] };
}

async function aboutTarget(ctx: CoreContext, typed: string): Promise<Prisma.AuditEventWhereInput> {
  const email = canonicalEmail(typed);
  if (!email) return { OR: [{ targetId: typed }, ...(isId(typed) ? [{ subjectId: typed }] : [])] };
  const [user, requests] = await Promise.all([
    ctx.db.user.findUnique({ where: { email }, select: { id: true } }),
    ctx.db.accessRequest.findMany({ where: { email }, select: { id: true } }),
  ]);
  const ids = [...(user ? [user] : []), ...requests].map(({ id }) => id);
  return { OR: [{ targetId: { in: ids } }, ...(user ? [{ subjectId: user.id }] : [])] };
}
