import { z } from "zod";

export const planSchema = z.enum(["FREE", "PRO", "TEAM"]);
export type PlanName = z.output<typeof planSchema>;
export const plans = planSchema.options;

export const planNames: Record<PlanName, string> = { FREE: "Free", PRO: "Pro", TEAM: "Team" };

export const planQuotas = ["members", "projects", "apiKeys"] as const;
export type PlanQuota = (typeof planQuotas)[number];

/**
 * Open invitations count as members, archived projects as projects. Only valid keys count. A lower limit removes
 * nothing.
 */
export const planLimits: Record<PlanName, Record<PlanQuota, number>> = {
  FREE: { members: 25, projects: 10, apiKeys: 50 },
  PRO: { members: 100, projects: 50, apiKeys: 250 },
  TEAM: { members: 500, projects: 250, apiKeys: 1000 },
};
