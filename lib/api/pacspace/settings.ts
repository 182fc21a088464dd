import { getRequestNotices, readSettings, updateRequestNotices, updateSettings } from "@/lib/core/settings/settings";
import { get, patch } from "./routes";

export const settingsEndpoints = [
  get("/settings", readSettings, "Get the settings"),
  patch("/settings", updateSettings, "Update the settings", {
    description:
      "Fields you leave out don't change. `undoSeconds` is 0 or 10 to 30. A retention of null keeps everything. Requires recent re-authentication. People who need two-factor authentication for the first time have seven days to set it up.",
    message: "Settings updated.",
  }),
  get("/notices", getRequestNotices, "Get your notifications"),
  patch("/notices", updateRequestNotices, "Update your notifications", {
    description: "How you hear about new requests: an email for each, an hourly digest, or none. Only for yourself.",
    message: "Notifications updated.",
  }),
];
