import type { ReactNode } from "react";

interface Props {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}

export function Statement({ title, text, children }: Props) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="wrap-anywhere">{title}</h1>
        {text ? <p className="wrap-anywhere text-muted">{text}</p> : null}
      </div>
      {children}
    </div>
  );
}
