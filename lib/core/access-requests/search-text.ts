import type { AccessRequest } from "@/generated/prisma/client";

type Words = Pick<AccessRequest, "name" | "email" | "organization" | "useCase">;

/** What the queue's search reads: the applicant's words and what reviewers noted. */
export function searchTextOf({ name, email, organization, useCase }: Words, notes: string[]): string {
  return [name, email, organization, useCase, ...notes].join("\n").toLowerCase();
}

export function withNote(request: Pick<AccessRequest, "searchText">, note: string): Pick<AccessRequest, "searchText"> {
  return { searchText: `${request.searchText}\n${note.toLowerCase()}` };
}
