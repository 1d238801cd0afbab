type BarcodeProps = { svg: string; label: string; className?: string };

/** A barcode, dark on white in every theme, so that scanners can read it. */
export function Barcode({ svg, label, className = "" }: BarcodeProps) {
  return (
    <div
      role="img"
      aria-label={label}
      className={`grid place-items-center rounded-control bg-white [&>svg]:h-auto [&>svg]:w-full ${className}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: an SVG by bwip-js, of bars alone
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
