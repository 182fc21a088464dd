"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface Props {
  trigger: ReactNode;
  /** For menus pressed before their script loaded. */
  startsOpen?: boolean;
  children: ReactNode;
}

export function DropdownMenu({ trigger, startsOpen = false, children }: Props) {
  return (
    <Radix.Root modal={false} defaultOpen={startsOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          className="rise z-50 min-w-52 rounded border bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemLooks =
  "flex w-full cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-2 text-left text-sm outline-hidden data-highlighted:bg-line/60 pointer-coarse:py-3 forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2";

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Radix.Item className={itemLooks} onSelect={onSelect}>
      {children}
    </Radix.Item>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value | undefined;
  choices: readonly { value: Value; label: ReactNode }[];
  onChoose: (value: Value) => void;
}

export function MenuChoice<Value extends string>({ label, value, choices, onChoose }: ChoiceProps<Value>) {
  return (
    <Radix.RadioGroup aria-label={label} {...(value === undefined ? {} : { value })}>
      <ShownLabel>{label}</ShownLabel>
      {choices.map((choice) => (
        <Radix.RadioItem
          key={choice.value}
          value={choice.value}
          className={itemLooks}
          onSelect={() => onChoose(choice.value)}
        >
          {choice.label}
          <Radix.ItemIndicator className="ml-auto">
            <Check aria-hidden className="size-4" strokeWidth={1.5} />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Radix.Group aria-label={label}>
      <ShownLabel>{label}</ShownLabel>
      {children}
    </Radix.Group>
  );
}

/** Hides from screen readers, which read the group's name instead. */
function ShownLabel({ children }: { children: string }) {
  return (
    <Radix.Label aria-hidden className="px-2.5 py-1.5 text-muted text-xs">
      {children}
    </Radix.Label>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
