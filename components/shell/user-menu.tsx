"use client";

import { useState } from "react";
import { lazily } from "@/components/ui/lazily";
import type { UserMenuProps } from "./open-user-menu";
import { UserMenuButton } from "./user-menu-button";

const OpenUserMenu = lazily(async () => (await import("./open-user-menu")).OpenUserMenu, Waiting);

export function UserMenu(props: UserMenuProps) {
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <OpenUserMenu {...props} />;
  return (
    <UserMenuButton
      name={props.name}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        setWanted(true);
      }}
    />
  );
}

function Waiting({ name }: UserMenuProps) {
  return <UserMenuButton name={name} aria-haspopup="menu" aria-expanded={false} autoFocus />;
}
