import Link from "next/link";
import type { ReactNode } from "react";

interface FigureProps {
  name: string;
  children: ReactNode;
  aside?: ReactNode;
  href?: string;
}

export function Figures({ across, children }: { across: 3 | 4; children: ReactNode }) {
  return <dl className={`grid grid-cols-2 gap-3 ${across === 3 ? "sm:grid-cols-3" : "lg:grid-cols-4"}`}>{children}</dl>;
}

export function Figure({ name, children, aside, href }: FigureProps) {
  return (
    <div className="relative flex flex-col rounded border bg-surface p-4 has-[a]:hover:border-line-strong">
      <dt className="text-muted text-sm">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 after:rounded">
            {name}
          </Link>
        ) : (
          name
        )}
      </dt>
      <dd className="mt-1 font-semibold text-xl tabular-nums leading-tight">{children}</dd>
      {aside ? <dd className="mt-1 text-muted text-sm">{aside}</dd> : null}
    </div>
  );
}

interface StepsProps {
  steps: { name: string; count: number; words: string; share: string; href?: string }[];
}

export function Steps({ steps }: StepsProps) {
  const all = steps[0]?.count ?? 0;
  return (
    <ol className="grid gap-3">
      {steps.map(({ name, count, words, share, href }) => (
        <li key={name} className="grid gap-1">
          <span className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
            {href ? (
              <Link href={href} className="link">
                {name}
              </Link>
            ) : (
              <span>{name}</span>
            )}
            <span className="text-muted tabular-nums">
              {words} · {share}
            </span>
          </span>
          <svg aria-hidden="true" className="h-2.5 w-full" viewBox="0 0 100 1" preserveAspectRatio="none">
            <rect width={100} height={1} className="fill-line" />
            <rect width={all > 0 ? (100 * count) / all : 0} height={1} className="fill-accent" />
          </svg>
        </li>
      ))}
    </ol>
  );
}

interface SharesProps {
  title: string;
  columns: { name: string; approved: string; rejected: string };
  empty: string;
  rows: { key: string; name: string; href?: string; approved: number; rejected: number }[];
}

export function Shares({ title, columns, empty, rows }: SharesProps) {
  return (
    <section className="grid grid-cols-1 content-start gap-2 rounded border bg-surface p-5">
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="text-muted text-sm">{empty}</p>
      ) : (
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b text-left text-muted">
              <th scope="col" className="py-1.5 font-medium">
                {columns.name}
              </th>
              <th scope="col" className="py-1.5 pl-3 text-right font-medium">
                {columns.approved}
              </th>
              <th scope="col" className="py-1.5 pl-3 text-right font-medium">
                {columns.rejected}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, href, approved, rejected }) => (
              <tr key={key} className="border-b last:border-b-0">
                <th scope="row" className="wrap-anywhere py-1.5 text-left font-normal">
                  {href ? (
                    <Link href={href} className="link">
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </th>
                <td className="py-1.5 pl-3 text-right tabular-nums">{approved}</td>
                <td className="py-1.5 pl-3 text-right tabular-nums">{rejected}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
