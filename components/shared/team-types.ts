import type { Outcome } from "@/components/forms/outcome";
import type { TeamRole } from "@/lib/values/team-roles";

export interface MemberItem {
  id: string;
  name: string;
  email: string;
  role: TeamRole;
  joinedAt: string;
  isYou: boolean;
}

export interface InvitationItem {
  id: string;
  email: string;
  role: TeamRole;
  sentAt: string;
  expiresAt: string;
  isOver: boolean;
  invitedBy: string | null;
}

export type Act<Input> = (input: Input) => Promise<Outcome<unknown>>;
