"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { SelectField, TextField } from "@/components/ui/fields";
import { type SaveSettings, SettingsCard } from "./settings-card";

export interface SettingsValues {
  undoSeconds: number;
  amberAfterHours: number;
  redAfterHours: number;
  mailsReceived: boolean;
  mailsQuestions: boolean;
  mailsRejections: boolean;
  fourEyesBuyerModes: string[];
  rejectedRetentionDays: number | null;
  auditRetentionDays: number | null;
  requireMfaAdmins: boolean;
  requireMfaReviewers: boolean;
  requireMfaUsers: boolean;
}

interface Props {
  values: SettingsValues;
  buyerModes: { value: string; label: string }[];
  save: SaveSettings;
}

const undoChoices = [0, 10, 15, 20, 30];

export function SettingsCards({ values, buyerModes, save }: Props) {
  const t = useTranslations("settings");
  const choices = undoChoices.includes(values.undoSeconds)
    ? undoChoices
    : [...undoChoices, values.undoSeconds].sort((a, b) => a - b);
  return (
    <>
      <SettingsCard
        title={t("decisions")}
        save={save}
        read={(data) => ({
          undoSeconds: Number(data.get("undoSeconds")),
          fourEyesBuyerModes: data.getAll("fourEyesBuyerModes").map(String),
        })}
      >
        {(errorOf) => (
          <>
            <SelectField
              label={t("undo")}
              hint={t("undoHint")}
              name="undoSeconds"
              defaultValue={values.undoSeconds}
              error={errorOf("undoSeconds")}
            >
              {choices.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {t("undoSeconds", { seconds })}
                </option>
              ))}
            </SelectField>
            <fieldset>
              <legend className="font-medium text-sm">{t("fourEyes")}</legend>
              <p className="text-muted text-sm">{t("fourEyesHint")}</p>
              {buyerModes.map(({ value, label }) => (
                <Checkbox
                  key={value}
                  label={label}
                  name="fourEyesBuyerModes"
                  value={value}
                  defaultChecked={values.fourEyesBuyerModes.includes(value)}
                />
              ))}
            </fieldset>
          </>
        )}
      </SettingsCard>
      <SettingsCard
        title={t("late")}
        text={t("lateText")}
        save={save}
        read={(data) => ({
          amberAfterHours: Number(data.get("amberAfterHours")),
          redAfterHours: Number(data.get("redAfterHours")),
        })}
      >
        {(errorOf) => (
          <div className="grid gap-4 sm:grid-cols-2">
            {(["amberAfterHours", "redAfterHours"] as const).map((name) => (
              <TextField
                key={name}
                label={t(name)}
                type="number"
                inputMode="numeric"
                min={1}
                max={720}
                name={name}
                defaultValue={values[name]}
                error={errorOf(name)}
              />
            ))}
          </div>
        )}
      </SettingsCard>
      <SettingsCard
        title={t("mails")}
        text={t("mailsText")}
        save={save}
        read={(data) => ({
          mailsReceived: data.has("mailsReceived"),
          mailsQuestions: data.has("mailsQuestions"),
          mailsRejections: data.has("mailsRejections"),
        })}
      >
        {() => (
          <div>
            {(["mailsReceived", "mailsQuestions", "mailsRejections"] as const).map((name) => (
              <Checkbox key={name} label={t(name)} name={name} defaultChecked={values[name]} />
            ))}
          </div>
        )}
      </SettingsCard>
      <SettingsCard
        title={t("requireMfa")}
        text={t("requireMfaText")}
        save={save}
        read={(data) => ({
          requireMfaAdmins: data.has("requireMfaAdmins"),
          requireMfaReviewers: data.has("requireMfaReviewers"),
          requireMfaUsers: data.has("requireMfaUsers"),
        })}
      >
        {() => (
          <div>
            {(["requireMfaAdmins", "requireMfaReviewers", "requireMfaUsers"] as const).map((name) => (
              <Checkbox key={name} label={t(name)} name={name} defaultChecked={values[name]} />
            ))}
          </div>
        )}
      </SettingsCard>
      <SettingsCard
        title={t("keeping")}
        text={t("keepingText")}
        save={save}
        read={(data) => ({
          rejectedRetentionDays: daysOf(data.get("rejectedRetentionDays")),
          auditRetentionDays: daysOf(data.get("auditRetentionDays")),
        })}
      >
        {(errorOf) => (
          <div className="grid gap-4 sm:grid-cols-2">
            {(["rejectedRetentionDays", "auditRetentionDays"] as const).map((name) => (
              <TextField
                key={name}
                label={t(name)}
                hint={t(`${name}Hint`)}
                type="number"
                inputMode="numeric"
                min={name === "auditRetentionDays" ? 30 : 1}
                max={3650}
                name={name}
                defaultValue={values[name] ?? ""}
                error={errorOf(name)}
              />
            ))}
          </div>
        )}
      </SettingsCard>
    </>
  );
}

/** Returns null (keep forever) for an empty field. */
function daysOf(typed: FormDataEntryValue | null): number | null {
  return typed === null || typed === "" ? null : Number(typed);
}
