/** The sizes in which a picture is stored, in px: all of one shape, so that pages reserve its space. */
export const pictureSizes = [
  { width: 480, height: 320 },
  { width: 960, height: 640 },
  { width: 1920, height: 1280 },
] as const;

/** Of an upload. */
export const maxPicture = { bytes: 8 * 1024 * 1024, pixels: 50_000_000 };

/** The path of a picture in one of its widths. */
export const picturePath = (id: string, width: number): string => `/pictures/${id}/${width}.webp`;

/** The width in the last part of such a path; NaN for anything else. */
export const widthOf = (file: string): number => Number(/^(\d{3,4})\.webp$/.exec(file)?.[1]);
