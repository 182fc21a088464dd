import { confirmJoin, declineJoin, listJoinRequests } from "@/lib/core/access-requests/joining";
import { get, post } from "./routes";

export const teamJoinEndpoints = [
  get("/team/join-requests", listJoinRequests, "List join requests", {
    description: "People approved by reviewers, who join after an owner or admin confirms. Empty for members.",
    message: "Join requests.",
  }),
  post("/team/join-requests/{id}/confirm", confirmJoin, "Confirm a join request", {
    description: "For owners and admins. We email the person their invitation link. Requires recent re-authentication.",
    message: "Confirmed.",
  }),
  post("/team/join-requests/{id}/decline", declineJoin, "Decline a join request", {
    description: "For owners and admins. The request goes back to the reviewers.",
    message: "Declined.",
  }),
];
