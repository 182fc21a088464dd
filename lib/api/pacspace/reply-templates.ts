import {
  createReplyTemplate,
  deleteReplyTemplate,
  listReplyTemplates,
  updateReplyTemplate,
} from "@/lib/core/access-requests/replies";
import { del, get, patch, post } from "./routes";

export const replyTemplateEndpoints = [
  get("/reply-templates", listReplyTemplates, "List reply templates", {
    description:
      "For approval notes, rejection reasons and questions to applicants. A kind without templates of your own has the built-in ones (`isDefault`).",
    message: "Reply templates.",
  }),
  post("/reply-templates", createReplyTemplate, "Create a reply template", {
    description: "Requires recent re-authentication.",
    status: 201,
    message: "Reply template created.",
  }),
  patch("/reply-templates/{id}", updateReplyTemplate, "Update a reply template", {
    description: "Requires recent re-authentication.",
    message: "Reply template updated.",
  }),
  del("/reply-templates/{id}", deleteReplyTemplate, "Delete a reply template", {
    description: "Requires recent re-authentication.",
    message: "Reply template deleted.",
  }),
];
