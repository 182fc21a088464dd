import Link from "next/link";

export function Wordmark({ appName, href = "/" }: { appName: string; href?: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex items-center gap-2 rounded py-1 font-semibold tracking-tight"
    >
      <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 text-accent" fill="currentColor">
        <path d="M3 19V8a7 7 0 0 1 14 0v11h-4.2V8.4a2.8 2.8 0 0 0-5.6 0V19z" />
      </svg>
      {appName}
    </Link>
  );
}
