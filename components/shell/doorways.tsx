/** Radius and height, outermost first, in SVG units. */
const doorways = [
  { radius: 190, height: 430 },
  { radius: 152, height: 358 },
  { radius: 118, height: 292 },
  { radius: 88, height: 232 },
  { radius: 61, height: 176 },
  { radius: 37, height: 124 },
] as const;
const middle = 200;
const floor = 440;

/** Decorative: globals.css colors the passed steps from the journey line. */
export function Doorways({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 400 440" className={`doorways ${className ?? ""}`} fill="none">
      {doorways.map(({ radius, height }) => (
        <path
          key={radius}
          vectorEffect="non-scaling-stroke"
          d={`M${middle - radius} ${floor}V${floor - height + radius}a${radius} ${radius} 0 0 1 ${2 * radius} 0V${floor}`}
        />
      ))}
    </svg>
  );
}
