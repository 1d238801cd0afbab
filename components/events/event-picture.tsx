import { picturePath, pictureSizes } from "@/lib/pictures/picture-files";

type EventPictureProps = {
  pictureId: string;
  /** How wide it is shown: the attribute of the same name. */
  sizes: string;
  className?: string;
  loading?: "lazy" | "eager";
};

const [smallest, middle] = pictureSizes;

/** An event's picture. It only decorates: its alternative text is empty. */
export function EventPicture({ pictureId, sizes, className, loading = "lazy" }: EventPictureProps) {
  return (
    // biome-ignore lint/performance/noImgElement: it is stored in every width that is needed
    <img
      src={picturePath(pictureId, middle.width)}
      srcSet={pictureSizes.map(({ width }) => `${picturePath(pictureId, width)} ${width}w`).join(", ")}
      sizes={sizes}
      width={smallest.width}
      height={smallest.height}
      loading={loading}
      decoding="async"
      alt=""
      className={className}
    />
  );
}
