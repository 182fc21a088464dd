"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useId, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { Input } from "@/components/ui/input";

export interface FilterChoice {
  /** Query parameter. */
  name: string;
  label: string;
  any: string;
  options: { value: string; label: string }[];
}

interface Props {
  search: { label: string; hint: string; submit: string };
  choices: FilterChoice[];
}

/** Stores filters in the URL, and resets the page on change. */
export function ListFilters({ search, choices }: Props) {
  const searchId = useId();
  const [isPending, startTransition] = useTransition();
  const names = ["q", "cursor", ...choices.map(({ name }) => name)];
  const parsers = Object.fromEntries(names.map((name) => [name, parseAsString]));
  const [values, setValues] = useQueryStates(parsers, { shallow: false, startTransition });
  const set = (name: string, value: string) =>
    void setValues({ cursor: null, [name]: value.trim() === "" ? null : value.trim() });
  return (
    <search aria-busy={isPending}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get("q");
          set("q", typeof typed === "string" ? typed : "");
        }}
      >
        <div className="flex max-w-[560px] flex-wrap items-end gap-2">
          <div className="grid flex-1 basis-60 gap-1.5">
            <label htmlFor={searchId} className="font-medium text-sm">
              {search.label}
            </label>
            <Input
              key={values.q}
              id={searchId}
              name="q"
              type="search"
              maxLength={200}
              defaultValue={values.q ?? ""}
              aria-describedby={`${searchId}-hint`}
            />
          </div>
          <Button type="submit" pending={isPending}>
            {search.submit}
          </Button>
          <p id={`${searchId}-hint`} className="basis-full text-muted text-sm">
            {search.hint}
          </p>
        </div>
        <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
          {choices.map(({ name, label, any, options }) => (
            <div key={name} className="min-w-0 sm:w-44">
              <SelectField
                label={label}
                name={name}
                value={values[name] ?? ""}
                onChange={(event) => set(name, event.target.value)}
              >
                <option value="">{any}</option>
                {options.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </SelectField>
            </div>
          ))}
        </div>
      </form>
    </search>
  );
}
