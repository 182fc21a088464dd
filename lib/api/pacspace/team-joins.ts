import { z } from "@hono/zod-openapi";
import { confirmJoin, declineJoin, listJoinRequests } from "@/lib/core/access-requests/answer-join";
import { ok } from "@/lib/core/kernel/result";
import { teamRoleSchema } from "@/lib/values/team";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";

const joinRequestSchema = z
  .strictObject({
    ...{ id: z.uuid(), name: z.string(), email: z.string() },
    ...{ role: teamRoleSchema, askedAt: z.iso.datetime() },
  })
  .openapi("TeamJoinRequest");

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/team/join-requests",
  summary: "List join requests",
  description: "People approved by reviewers, who join after an owner or admin confirms. Empty for members.",
  input: nothing,
  status: 200,
  data: z.strictObject({ items: z.array(joinRequestSchema) }),
  dataExample: {
    items: [{ id: exampleId, name: "Ann Lee", email: "ann@company.com", role: "member", askedAt: exampleMoment }],
  },
  message: "Join requests.",
  refusals: [],
  async run({ ctx, actor }) {
    const items = (await listJoinRequests(ctx, actor)).map(({ askedAt, email, id, name, role }) => {
      return { id, name, email, role, askedAt: askedAt.toISOString() };
    });
    return ok({ data: { items } });
  },
});

const confirmEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/join-requests/{id}/confirm",
  summary: "Confirm a join request",
  description: "For owners and admins. We email the person their invitation link. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Confirmed.",
  refusals: ["owner_required", "join_request_not_found", "plan_limit_reached", "step_up_required"],
  async run({ ctx, actor, id }) {
    const confirmed = await confirmJoin(ctx, actor, { id });
    return confirmed.ok ? ok({ data: null }) : confirmed;
  },
});

const declineEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/join-requests/{id}/decline",
  summary: "Decline a join request",
  description: "For owners and admins. The request goes back to the reviewers.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Declined.",
  refusals: ["owner_required", "join_request_not_found"],
  async run({ ctx, actor, id }) {
    const declined = await declineJoin(ctx, actor, { id });
    return declined.ok ? ok({ data: null }) : declined;
  },
});

export const teamJoinEndpoints: Endpoint[] = [listEndpoint, confirmEndpoint, declineEndpoint];
