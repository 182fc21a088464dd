"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { Ref, TransitionStartFunction } from "react";
import { DownloadLink } from "@/components/shared/download-link";
import { NativeSelect } from "@/components/ui/input";
import { type QueueFilterInput, type QueueTab, queueSortSchema } from "@/lib/values/queue";
import * as actions from "../actions";
import { FilterChips } from "./filter-chips";
import { FilterMenu } from "./filter-menu";
import { type FilterName, noFilters, queueParams, toQuery } from "./queue-params";
import { QueueSearch } from "./queue-search";
import { QueueTabs } from "./queue-tabs";

interface Props {
  filter: QueueFilterInput;
  counts: Record<QueueTab, number>;
  isPending: boolean;
  startTransition: TransitionStartFunction;
  /** Called before another list shows. */
  onChange: () => void;
  onLeaveSearch: () => void;
  searchRef: Ref<HTMLInputElement>;
}

export function QueueHead({ filter, counts, isPending, startTransition, searchRef, ...props }: Props) {
  const t = useTranslations("queue");
  const [params, setParams] = useQueryStates(queueParams, { shallow: false, startTransition, history: "push" });
  const change = (values: Parameters<typeof setParams>[0]) => {
    props.onChange();
    void setParams(values);
  };
  const onFilter = (name: FilterName, value: string | null) => change({ [name]: value });
  return (
    <div className="grid grid-cols-1 gap-3">
      <QueueTabs
        tab={params.tab}
        isExpiring={params.tab === "invited" && params.tokenState === "expiring"}
        counts={counts}
        onTab={(tab, isExpiring) => change({ tab, tokenState: isExpiring ? "expiring" : null, status: null })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <QueueSearch
          ref={searchRef}
          q={params.q}
          isPending={isPending}
          onSearch={(q) => change({ q })}
          onLeave={props.onLeaveSearch}
        />
        <FilterMenu params={params} onFilter={onFilter} />
        <NativeSelect
          aria-label={t("sort.label")}
          className="w-auto! max-sm:min-w-0 max-sm:flex-1 max-sm:basis-0"
          value={params.sort ?? ""}
          onChange={(event) =>
            change({ sort: queueSortSchema.options.find((sort) => sort === event.target.value) ?? null })
          }
        >
          <option value="">{t("sort.default")}</option>
          {queueSortSchema.options.map((sort) => (
            <option key={sort} value={sort}>
              {t(`sort.${sort}`)}
            </option>
          ))}
        </NativeSelect>
        <DownloadLink
          href={`/dashboard/admin/access-requests/export?${toQuery(filter)}`}
          prepare={actions.prepareExport}
          size="md"
        >
          <Download aria-hidden className="size-4" strokeWidth={1.5} />
          {t("export")}
        </DownloadLink>
      </div>
      <FilterChips params={params} onFilter={onFilter} onClear={() => change(noFilters)} />
    </div>
  );
}
