type BarcodeProps = { svg: string; label: string; className?: string };

/** A barcode drawn by the server: dark on white in every theme, so that scanners read it. */
export function Barcode({ svg, label, className = "" }: BarcodeProps) {
  return (
    <div
      role="img"
      aria-label={label}
      className={`grid place-items-center rounded-control bg-white p-2 [&>svg]:h-auto [&>svg]:w-full ${className}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by bwip-js from 16 characters of our own
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
