import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewProject } from "@/app/(account)/account/projects/new-project";
import { ProjectLine } from "@/app/(account)/account/projects/project-line";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listProjects } from "@/lib/core/projects/projects";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { StepUp } from "../../step-up";
import { newProject, putAside, removeProject, renameProject, takeBack } from "./actions";

const shownMax = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projects"))("title") };
}

export default async function ProjectsPage() {
  const actor = await requireUser();
  const t = await getTranslations("projects");
  const { items } = alwaysOk(await listProjects(await webContext(), actor, { page: 1, perPage: shownMax }));
  const actions = { rename: renameProject, archive: putAside, restore: takeBack, remove: removeProject };
  return (
    <div className="mx-auto grid max-w-[720px] gap-6">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
      </div>
      {items.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t("none")}</p>
      ) : (
        <StepUp actor={actor}>
          <ul className="rounded border bg-surface">
            {items.map((project) => (
              <ProjectLine
                key={project.id}
                project={project}
                canDelete={actor.user.tenantRole !== "MEMBER"}
                actions={actions}
              />
            ))}
          </ul>
        </StepUp>
      )}
      <NewProject create={newProject} />
    </div>
  );
}
