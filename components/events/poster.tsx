import { posterOf } from "@/lib/posters/poster";
import { EventPicture } from "./event-picture";
import sprite from "./posters.svg";

type PosterProps = {
  event: { id: string; pictureId: string | null };
  /** How wide a picture is shown: the attribute of the same name. */
  sizes: string;
  loading?: "lazy" | "eager";
  className?: string;
};

/** An event's picture, or else its pattern, for decoration; it fills the box that `className` gives it. */
export function Poster({ event, sizes, loading, className = "" }: PosterProps) {
  if (event.pictureId)
    return (
      <EventPicture
        pictureId={event.pictureId}
        sizes={sizes}
        loading={loading}
        className={`poster object-cover ${className}`}
      />
    );
  const { pattern, colors } = posterOf(event.id);
  return (
    <svg
      aria-hidden
      className={`poster poster-${colors} overflow-hidden fill-current forced-color-adjust-none ${className}`}
    >
      <use href={`${sprite.src}#p${pattern}`} />
    </svg>
  );
}
