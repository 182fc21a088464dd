/** Renders text between backticks as code. */
export function WithCode({ text }: { text: string }) {
  let offset = 0;
  return text.split("`").map((part, index) => {
    offset += part.length + 1;
    if (index % 2 === 0) return part;
    return (
      <code key={offset} className="font-mono text-sm">
        {part}
      </code>
    );
  });
}
