import type { z } from "@hono/zod-openapi";
import type { AccessRequestDetail, AccessRequestPage, AccessRequestView, Person } from "@/lib/values/queue-view";
import type * as schemas from "./schemas-queue";

/** Field by field, so that nothing leaves by being added to a row. */
type Wire<Schema extends z.ZodType> = z.input<Schema>;

function toIsoOrNull(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString();
}

function toPerson(person: Person | null) {
  return person && { id: person.id, name: person.name, email: person.email };
}

export function toAccessRequest(request: AccessRequestView): Wire<typeof schemas.accessRequestSchema> {
  const { decidedByRule, joinTenant, mail, token } = request;
  return {
    id: request.id,
    email: request.email,
    emailDomain: request.emailDomain,
    domainKind: request.domainKind,
    name: request.name,
    organization: request.organization,
    buyerMode: request.buyerMode,
    useCase: request.useCase,
    source: request.source,
    status: request.status,
    confirmed: request.confirmed,
    version: request.version,
    createdAt: request.createdAt.toISOString(),
    submittedAt: request.submittedAt.toISOString(),
    late: request.late,
    snoozedUntil: toIsoOrNull(request.snoozedUntil),
    assignee: toPerson(request.assignee),
    question: request.question,
    decidedAt: toIsoOrNull(request.decidedAt),
    decidedBy: toPerson(request.decidedBy),
    decidedByRule: decidedByRule && { id: decidedByRule.id, name: decidedByRule.name },
    rejectionReason: request.rejectionReason,
    approvalNote: request.approvalNote,
    firstApprovedBy: toPerson(request.firstApprovedBy),
    duplicateOf: toPerson(request.duplicateOf),
    joinTenant: joinTenant && { id: joinTenant.id, name: joinTenant.name, role: joinTenant.role },
    joinAskedAt: toIsoOrNull(request.joinAskedAt),
    undoUntil: toIsoOrNull(request.undoUntil),
    tokenState: request.tokenState,
    token: token && {
      state: token.state,
      expiresAt: token.expiresAt.toISOString(),
      sentAt: token.sentAt.toISOString(),
      openedAt: toIsoOrNull(token.openedAt),
    },
    mail: mail && {
      id: mail.id,
      template: mail.template,
      state: mail.state,
      attempts: mail.attempts,
      error: mail.error,
      createdAt: mail.createdAt.toISOString(),
      sentAt: toIsoOrNull(mail.sentAt),
    },
    signals: request.signals.map(({ kind, count }) => ({ kind, count })),
  };
}

export function toAccessRequestPage(page: AccessRequestPage): Wire<typeof schemas.accessRequestPageSchema> {
  const { undoSeconds, amberAfterHours, redAfterHours, fourEyesBuyerModes } = page.settings;
  return {
    items: page.items.map(toAccessRequest),
    nextCursor: page.nextCursor,
    counts: page.counts,
    tabs: page.tabs,
    settings: { undoSeconds, amberAfterHours, redAfterHours, fourEyesBuyerModes },
  };
}

export function toAccessRequestDetail(request: AccessRequestDetail): Wire<typeof schemas.accessRequestDetailSchema> {
  const toTenant = ({ id, name, members }: AccessRequestDetail["tenantsOfDomain"][number]) => ({ id, name, members });
  return {
    ...toAccessRequest(request),
    ip: request.ip,
    userAgent: request.userAgent,
    locale: request.locale,
    events: request.events.map(({ at, kind, actorLabel, text }) => ({ at: at.toISOString(), kind, actorLabel, text })),
    timeline: request.timeline.map(({ id, at, kind, actorLabel, text }) => ({
      id,
      at: at.toISOString(),
      kind,
      actorLabel,
      text,
    })),
    related: request.related.map((related) => ({
      id: related.id,
      name: related.name,
      email: related.email,
      organization: related.organization,
      status: related.status,
      submittedAt: related.submittedAt.toISOString(),
      why: related.why,
    })),
    earlier: request.earlier.map(({ at, decision, by, text }) => ({ at: at.toISOString(), decision, by, text })),
    tenantsOfDomain: request.tenantsOfDomain.map(toTenant),
    existingTenant: request.existingTenant && toTenant(request.existingTenant),
    presence: request.presence.map(({ id, name, seenAt }) => ({ id, name, seenAt: seenAt.toISOString() })),
  };
}
