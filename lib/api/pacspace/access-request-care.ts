import { addRequestNote } from "@/lib/core/admin/add-request-note";
import { accessRequestNoteSchema } from "@/lib/values/queue";
import { changeRefusals, defineAct } from "./access-request-act";
import type { Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";

const noteEndpoint = defineAct({
  name: "note",
  summary: "Add an internal note",
  description: "For reviewers only; the applicant never sees it. The search finds it.",
  input: accessRequestNoteSchema,
  inputExample: { note: "Met them at the fair." },
  dataExample: { ...exampleAccessRequest, version: 1 },
  message: "Note added.",
  refusals: changeRefusals,
  run: addRequestNote,
});

export const accessRequestCareEndpoints: Endpoint[] = [noteEndpoint];
