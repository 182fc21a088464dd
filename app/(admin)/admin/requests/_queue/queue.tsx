"use client";

import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useRef, useState, useTransition } from "react";
import { useStepUp } from "@/components/shared/step-up";
import { cn } from "@/components/ui/class-names";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import type { AccessRequestPage } from "@/lib/core/access-requests/queue";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { isLinkMissing, type QueueFilterInput } from "@/lib/values/queue";
import * as actions from "../actions";
import { BulkBar } from "./bulk-bar";
import { PanelFrame, useIsNarrow } from "./panel-frame";
import { PanelSkeleton } from "./panel-skeleton";
import { QueueEmpty } from "./queue-empty";
import { QueueFailures } from "./queue-failures";
import { type Question, type QueueFrame, QueueFrameContext } from "./queue-frame";
import { QueueHead } from "./queue-head";
import { filterNames, noFilters, queueParams } from "./queue-params";
import { QueueQuestion } from "./queue-question";
import { RequestList } from "./request-list";
import { PanelNav, RequestPanel } from "./request-panel";
import { Shortcuts } from "./shortcuts";
import { isUndecided } from "./status-badge";
import { useActs } from "./use-acts";
import { toApproval, useDrafts } from "./use-drafts";
import { patchedDetail, usePatches } from "./use-patches";
import { usePlace } from "./use-place";
import { useQueueCommands } from "./use-queue-commands";
import { useQueueList } from "./use-queue-list";
import { useRefresh } from "./use-refresh";
import { useSelection } from "./use-selection";

interface Props extends Pick<QueueFrame, "joinRolesOf" | "me" | "modeLabels" | "people" | "templates" | "mails"> {
  page: AccessRequestPage;
  filter: QueueFilterInput;
  /** Request in the URL, or null if none or not found. */
  detail: AccessRequestDetail | null;
  /** Request id in the URL. */
  askedId: string | null;
  requestUrl: string;
}

export function Queue({ page, filter, detail, askedId, requestUrl, ...given }: Props) {
  const t = useTranslations("queue");
  const { me } = given;
  const { settings } = page;
  const [isPending, startTransition] = useTransition();
  const isNarrow = useIsNarrow();
  const search = useRef<HTMLInputElement>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [noteFor, setNoteFor] = useState<{ id: string } | null>(null);
  const [, setParams] = useQueryStates(queueParams, { shallow: false, startTransition });

  const withProof = useStepUp();
  const { draftOf, setDraft } = useDrafts();
  const { patches, setPatches } = usePatches();
  const acts = useActs({ undoSeconds: settings.undoSeconds, setPatches });
  const list = useQueueList({ page, filter, patches });
  const selection = useSelection(list.items);
  const place = usePlace({ items: list.items, isNarrow, startTransition });
  useRefresh(question !== null || isPending);

  const ask = (next: Question) => {
    place.forgetNext();
    setQuestion(next);
  };
  const approve = async (item: AccessRequestView) => {
    const { id, version, email, name } = item;
    const draft = draftOf(id);
    const isFirstOfTwo = settings.fourEyesBuyerModes.includes(item.buyerMode) && !item.firstApprovedBy;
    // Not optimistic if it may ask for re-authentication or leaves the request where it is.
    const asksOrganization = draft.joinTenantId !== "";
    const isAwaited = isFirstOfTwo || asksOrganization;
    const answer = acts.act({
      item,
      run: () => actions.approve({ id, version, undoable: settings.undoSeconds > 0, ...toApproval(draft) }),
      ...(isAwaited ? {} : { optimistic: { status: "approved" } }),
      done: isFirstOfTwo
        ? t("done.firstApproval", { name })
        : (changed) => {
            if (isLinkMissing(changed)) return t("done.approveNotMailed", { name });
            return t(asksOrganization ? "done.join" : "done.approve", { email, name });
          },
    });
    if (!isAwaited || (await answer).ok) place.leave(item);
  };
  const shownDetail = detail?.id === place.openId ? patchedDetail(detail, patches) : null;
  const current = place.current ?? shownDetail ?? undefined;
  const selected = list.items.filter(({ id }) => selection.ids.has(id));
  useQueueCommands({
    place,
    current,
    selection,
    selected,
    search,
    setHelpOpen,
    ask,
    approve: (item) => void approve(item),
    undo: acts.undo,
    writeNote: (id) => {
      if (place.openId !== id) place.open(id);
      setNoteFor({ id });
    },
  });

  const frame: QueueFrame = {
    ...given,
    settings,
    noteFor,
    onNoteReached: () => setNoteFor(null),
    draftOf,
    setDraft,
    ask,
    canUndo: acts.canUndo,
    undo: acts.undo,
    approve: (item) => void approve(item),
    act: acts.act,
    withProof,
    focusAfter: place.focusAfter,
  };
  const isGone = place.openId !== null && shownDetail === null && place.openId === askedId;
  const nav = <PanelNav onMove={place.isInList ? place.move : null} onClose={place.close} />;
  const isFiltered = Boolean(filter.q) || filterNames.some((name) => filter[name] !== undefined);

  return (
    <QueueFrameContext value={frame}>
      <div className="grid grid-cols-1 gap-4">
        <QueueHead
          filter={filter}
          counts={page.tabs}
          isPending={isPending}
          startTransition={startTransition}
          searchRef={search}
          onLeaveSearch={place.focusList}
          onChange={() => {
            selection.clear();
            if (place.openId !== null) place.open(null);
          }}
        />
        <QueueFailures failures={acts.failures} onLook={place.open} onForget={acts.forget} />
        <div
          className={cn(
            "grid grid-cols-1 items-start gap-4",
            place.openId !== null && "lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]",
          )}
        >
          <RequestList
            ref={place.list}
            list={list}
            selection={selection}
            currentId={place.cursorId}
            openId={place.openId}
            showsStatus={!["new", "rejected", "invited", "joined"].includes(filter.tab ?? "new")}
            isPending={isPending}
            onPoint={place.point}
            onOpen={(item) => (item.id === place.openId ? place.panel.current?.focus() : place.open(item.id))}
            empty={
              <QueueEmpty
                tab={filter.tab ?? "new"}
                isFiltered={isFiltered}
                onClear={() => void setParams({ ...noFilters, q: null })}
                requestUrl={requestUrl}
                isAdmin={me.isAdmin}
              />
            }
          />
          {place.openId === null ? null : (
            <PanelFrame
              ref={place.panel}
              isNarrow={isNarrow}
              onClose={place.close}
              onPoint={() => place.point(place.openId)}
            >
              {shownDetail ? (
                <RequestPanel key={shownDetail.id} detail={shownDetail} onOpen={place.open} nav={nav} />
              ) : isGone ? (
                <div className="grid gap-4 p-5">
                  {nav}
                  <p className="text-muted">{t("gone")}</p>
                </div>
              ) : (
                <PanelSkeleton item={list.items.find(({ id }) => id === place.openId) ?? null} nav={nav} />
              )}
            </PanelFrame>
          )}
        </div>
        {selected.length > 0 ? <BulkBar items={selected} onClear={selection.clear} /> : null}
        <Shortcuts
          canDecide={current !== undefined && isUndecided(current.status)}
          isOpen={isHelpOpen}
          onOpenChange={setHelpOpen}
        />
      </div>
      {question ? (
        <QueueQuestion
          question={question}
          onClose={() => setQuestion(null)}
          onDecided={place.leave}
          onErased={(item) => {
            place.leave(item);
            acts.erased(item);
          }}
          onBulk={(done) => {
            acts.didBulk(done);
            selection.clear();
          }}
        />
      ) : null}
    </QueueFrameContext>
  );
}
