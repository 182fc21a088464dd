"use client";

import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";

interface Props {
  codes: string[];
  /** Title of the printed and downloaded sheet. */
  title: string;
  onKept: () => void;
}

const icon = { "aria-hidden": true, className: "size-4", strokeWidth: 1.5 };

export function RecoveryCodes({ codes, title, onKept }: Props) {
  const t = useTranslations("account.security");
  const [isKept, setKept] = useState(false);
  const sheet = `${title}\n\n${codes.join("\n")}\n`;
  return (
    <div className="grid gap-4">
      <div className="print-sheet grid gap-3">
        <p className="hidden print:block">{title}</p>
        <ol
          translate="no"
          className="grid gap-x-6 gap-y-1.5 rounded border bg-background p-4 font-mono text-sm sm:grid-cols-2"
        >
          {codes.map((code) => (
            <li key={code} className="wrap-anywhere">
              {code}
            </li>
          ))}
        </ol>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={sheet} />
        <Button asChild size="sm">
          <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(sheet)}`} download="recovery-codes.txt">
            <Download {...icon} />
            {t("download")}
          </a>
        </Button>
        <Button size="sm" onClick={() => window.print()}>
          <Printer {...icon} />
          {t("print")}
        </Button>
      </div>
      <Checkbox label={t("kept")} checked={isKept} onChange={(event) => setKept(event.target.checked)} />
      <Button variant="primary" className="justify-self-start" disabled={!isKept} onClick={onKept}>
        {t("finish")}
      </Button>
    </div>
  );
}
