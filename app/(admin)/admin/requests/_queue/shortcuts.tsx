"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const shortcuts = [
  { keys: ["j", "k"], what: "move" },
  { keys: ["Enter"], what: "open" },
  { keys: ["Esc"], what: "close" },
  { keys: ["x"], what: "select" },
  { keys: ["Shift x"], what: "range" },
  { keys: ["a"], what: "approve" },
  { keys: ["r"], what: "reject" },
  { keys: ["s"], what: "snooze" },
  { keys: ["d"], what: "duplicate" },
  { keys: ["n"], what: "note" },
  { keys: ["z"], what: "undo" },
  { keys: ["/"], what: "search" },
  { keys: ["?"], what: "help" },
] as const;

interface Props {
  canDecide: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function Shortcuts({ canDecide, isOpen, onOpenChange }: Props) {
  const t = useTranslations("queue.keys");
  const always = ["move", "open", "search"];
  const now = shortcuts.filter(({ what }) =>
    canDecide ? [...always, "select", "approve", "reject", "snooze"].includes(what) : always.includes(what),
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted text-sm pointer-coarse:hidden">
      {now.map(({ keys, what }) => (
        <span key={what} className="flex items-center gap-1.5 max-sm:hidden">
          <Keys keys={keys} /> {t(what)}
        </span>
      ))}
      <Button variant="ghost" size="sm" aria-keyshortcuts="?" onClick={() => onOpenChange(true)}>
        <Kbd>?</Kbd> {t("help")}
      </Button>
      <Dialog open={isOpen} onOpenChange={onOpenChange} title={t("title")} description={t("text")}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
          {shortcuts.map(({ keys, what }) => (
            <div key={what} className="contents">
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{t(`long.${what}`)}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </div>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="flex gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
