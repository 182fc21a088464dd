import { z } from "zod";
import type { AccessRequest, AccessRequestEvent, Prisma } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { accessRequestStatusSchema } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { act } from "../kernel/act";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";
import { err, ok } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { verifiedDomain } from "../tenants/verified-domain";
import { mayManage } from "../users/team-roles";
import { presentReviewer, presentReviewers } from "./presence";
import { requestEventKinds } from "./request";
import { settleDueRequests } from "./settle";
import {
  accessRequest,
  accessRequestInclude,
  count,
  exampleRequest,
  mailSelect,
  statusValues,
  toAccessRequests,
  toApplicant,
  toMail,
} from "./view";

const relatedMax = 10;
const sameIpMax = 5;
const tenantsMax = 5;
const timelineMailsMax = 100;

/** `actorLabel` is empty for the applicant, rules and background jobs. */
const event = z.strictObject({ at: jsonDate, kind: z.string(), actorLabel: z.string(), text: z.string() });
const tenant = z.strictObject({ id: z.uuid(), name: z.string(), members: count });

const accessRequestDetail = z
  .strictObject({
    ...accessRequest.shape,
    ip: z.string(),
    userAgent: z.string(),
    locale: z.string(),
    /** Oldest first. */
    events: z.array(event),
    /** Adds emails and the account's first steps, oldest first. */
    timeline: z.array(z.strictObject({ id: z.string(), ...event.shape })),
    related: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        organization: z.string(),
        status: accessRequestStatusSchema,
        submittedAt: jsonDate,
        why: z.enum(["domain", "organization", "ip", "duplicate"]),
      }),
    ),
    /** Newest first. */
    earlier: z.array(
      z.strictObject({ at: jsonDate, decision: z.enum(["approved", "rejected"]), by: z.string(), text: z.string() }),
    ),
    /** Have verified the email domain. */
    tenantsOfDomain: z.array(tenant),
    /** First of `tenantsOfDomain`. */
    existingTenant: tenant.nullable(),
    presence: z.array(presentReviewer),
  })
  .meta({ id: "AccessRequestDetail" });
type DetailData = z.output<typeof accessRequestDetail>;
export type AccessRequestDetail = z.input<typeof accessRequestDetail>;

const exampleEvent = { at: exampleRequest.createdAt, kind: "submitted", actorLabel: "", text: "" };

export const getAccessRequest = act({
  access: "reviewer",
  input: idOnlySchema,
  output: accessRequestDetail,
  errors: ["not_found"],
  example: {
    output: {
      ...exampleRequest,
      ip: "203.0.113.9",
      userAgent: "curl/8.14.1",
      locale: "en",
      events: [exampleEvent],
      timeline: [{ id: exampleRequest.id, ...exampleEvent }],
      related: [],
      earlier: [],
      tenantsOfDomain: [],
      existingTenant: null,
      presence: [],
    },
  },
  async run(ctx, reviewer, { id }) {
    await settleDueRequests(ctx);
    const row = await ctx.db.accessRequest.findUnique({
      where: { id },
      include: { ...accessRequestInclude, events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
    });
    if (!row) return err("not_found");
    const [[request], timeline, related, tenantsOfDomain, presence] = await Promise.all([
      getSettings(ctx).then((settings) => toAccessRequests(ctx, ctx.db, [row], settings)),
      readTimeline(ctx, row),
      findRelated(ctx, row),
      findTenants(ctx, row.emailDomain),
      presentReviewers(ctx, id, reviewer),
    ]);
    if (!request) return err("not_found");
    return ok({
      ...request,
      ip: row.ip,
      userAgent: row.userAgent,
      locale: row.locale,
      events: row.events.map(({ at, kind, actorLabel, text }) => ({ at, kind, actorLabel, text })),
      timeline,
      related,
      earlier: findEarlier(row, row.events),
      tenantsOfDomain,
      existingTenant: tenantsOfDomain[0] ?? null,
      presence,
    });
  },
});

export function joinRolesIn(reviewer: ReviewerActor, tenantId: string): ("member" | "admin")[] {
  const { isAdmin, tenantRole } = reviewer.user;
  return isAdmin || mayManage(tenantId === reviewer.tenant.id ? tenantRole : null, "ADMIN")
    ? ["member", "admin"]
    : ["member"];
}

type Timeline = DetailData["timeline"];

async function readTimeline(
  ctx: CoreContext,
  request: Pick<AccessRequest, "id" | "status" | "userId"> & { events: AccessRequestEvent[] },
): Promise<Timeline> {
  const [mails, steps, originals] = await Promise.all([
    mailEntries(ctx, request.id),
    accountEntries(ctx, request.status === "REGISTERED" ? request.userId : null),
    originalsOf(ctx, request.events),
  ]);
  const events = request.events.flatMap(({ id, at, kind, actorLabel, text }) => {
    if (!isEventKind(kind)) return [];
    return [{ id, at, kind, actorLabel, text: kind === "marked_duplicate" ? (originals.get(text) ?? "") : text }];
  });
  return [...events, ...mails, ...steps].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function originalsOf(ctx: CoreContext, events: AccessRequestEvent[]): Promise<Map<string, string>> {
  const ids = events.flatMap(({ kind, text }) => (kind === "marked_duplicate" && isId(text) ? [text] : []));
  if (ids.length === 0) return new Map();
  const found = await ctx.db.accessRequest.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
  });
  return new Map(found.map(({ email, id, name }) => [id, `${name} <${email}>`]));
}

function isEventKind(kind: string): boolean {
  return requestEventKinds.some((known) => known === kind);
}

async function mailEntries(ctx: CoreContext, accessRequestId: string): Promise<Timeline> {
  const now = ctx.clock.now();
  const mails = await ctx.db.mail.findMany({
    where: { accessRequestId, ...toApplicant },
    select: mailSelect,
    orderBy: { createdAt: "asc" },
    take: timelineMailsMax,
  });
  return mails.map((mail) => {
    const { createdAt, id, sentAt, state, template } = toMail(mail, now);
    return { id, at: sentAt ?? createdAt, kind: `mail_${state}`, actorLabel: "", text: template };
  });
}

async function accountEntries(ctx: CoreContext, userId: string | null): Promise<Timeline> {
  if (!userId) return [];
  const [user, login] = await Promise.all([
    ctx.db.user.findUnique({ where: { id: userId }, select: { emailVerifiedAt: true, name: true } }),
    ctx.db.auditEvent.findFirst({
      where: { subjectId: userId, action: "login.succeeded" },
      orderBy: { at: "asc" },
      select: { at: true },
    }),
  ]);
  const steps: [kind: string, at: Date | null | undefined, text: string][] = [
    ["email_verified", user?.emailVerifiedAt, user?.name ?? ""],
    ["first_login", login?.at, ""],
  ];
  return steps.flatMap(([kind, at, text]) => (at ? [{ id: `${kind}-${userId}`, at, kind, actorLabel: "", text }] : []));
}

type Around = Pick<
  AccessRequest,
  "id" | "email" | "emailDomain" | "domainKind" | "organization" | "ip" | "duplicateOfId"
>;

/** Newest first. */
async function findRelated(ctx: CoreContext, row: Around): Promise<DetailData["related"]> {
  const isOwnDomain = row.domainKind === "CORPORATE" && row.emailDomain !== "";
  const sameOrigin: Prisma.AccessRequestWhereInput = {
    OR: [
      sameOrganization(row.organization),
      ...(isOwnDomain ? [{ emailDomain: row.emailDomain }] : []),
      { duplicateOfId: row.id },
      ...(row.duplicateOfId ? [{ id: row.duplicateOfId }] : []),
    ],
  };
  const others = { id: { not: row.id } };
  const newestFirst = { orderBy: { submittedAt: "desc" } } as const;
  const [relatives, sameIp] = await Promise.all([
    ctx.db.accessRequest.findMany({ where: { ...others, ...sameOrigin }, ...newestFirst, take: relatedMax }),
    row.ip === ""
      ? []
      : ctx.db.accessRequest.findMany({
          where: { ...others, ip: row.ip },
          ...newestFirst,
          take: relatedMax + sameIpMax,
        }),
  ]);
  const sameIpOnly = sameIp.filter(({ id }) => relatives.every((request) => request.id !== id)).slice(0, sameIpMax);
  return [...relatives, ...sameIpOnly].map((request) => ({
    id: request.id,
    name: request.name,
    email: request.email,
    organization: request.organization,
    status: statusValues[request.status],
    submittedAt: request.submittedAt,
    why: whyRelated(row, request, isOwnDomain),
  }));
}

/** The redundant text condition allows an index scan. */
function sameOrganization(organization: string): Prisma.AccessRequestWhereInput {
  const contains = literalText(organization.toLowerCase());
  return { organization: { equals: organization, mode: "insensitive" }, searchText: { contains } };
}

function whyRelated(row: Around, other: Around, isOwnDomain: boolean): DetailData["related"][number]["why"] {
  if (other.duplicateOfId === row.id || row.duplicateOfId === other.id) return "duplicate";
  if (isOwnDomain && other.emailDomain === row.emailDomain) return "domain";
  return other.organization.toLowerCase() === row.organization.toLowerCase() ? "organization" : "ip";
}

/** The applicant's email needn't be verified. */
async function findTenants(ctx: CoreContext, emailDomain: string): Promise<DetailData["tenantsOfDomain"]> {
  const tenants = await ctx.db.tenant.findMany({
    where: { domains: { some: verifiedDomain(ctx, emailDomain) } },
    orderBy: { createdAt: "asc" },
    take: tenantsMax,
    select: { id: true, name: true, _count: { select: { users: true } } },
  });
  return tenants.map(({ id, name, _count }) => ({ id, name, members: _count.users }));
}

const decisionOf = new Map<string, "approved" | "rejected">([
  ["approved", "approved"],
  ["approved_by_rule", "approved"],
  ["rejected", "rejected"],
  ["rejected_by_rule", "rejected"],
]);

/** Omits undone decisions. */
function findEarlier(request: Pick<AccessRequest, "decidedAt">, events: AccessRequestEvent[]): DetailData["earlier"] {
  const decisions: DetailData["earlier"] = [];
  for (const { at, kind, actorLabel, text } of events) {
    if (kind === "undone") decisions.pop();
    const decision = decisionOf.get(kind);
    if (decision) decisions.push({ at, decision, by: actorLabel, text });
  }
  if (request.decidedAt) decisions.pop();
  return decisions.reverse();
}
