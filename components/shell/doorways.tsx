/** Radius and height of each doorway, outermost first, in the drawing's own units. */
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

/**
 * One doorway behind the other, one for each step of the journey: those that are passed stand in the accent. The page's
 * journey line says which (globals.css); this only repeats it for the eye.
 */
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
