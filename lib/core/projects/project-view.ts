import type { Project } from "@/generated/prisma/client";

export interface ProjectView {
  id: string;
  name: string;
  slug: string;
  createdAt: Date;
  updatedAt: Date;
  /** Null: in use. */
  archivedAt: Date | null;
}

export function toProjectView({ id, name, slug, createdAt, updatedAt, archivedAt }: Project): ProjectView {
  return { id, name, slug, createdAt, updatedAt, archivedAt };
}
