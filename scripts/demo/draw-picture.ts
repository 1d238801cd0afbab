import sharp from "sharp";
import { convertPicture, type PictureFile } from "@/lib/pictures/convert-picture";

/** What the pictures of the demo show; all are drawn here. */
export type Motif = keyof typeof motifs;

const [width, height] = [1920, 1280];

const range = (count: number) => Array.from({ length: count }, (_, place) => place);
const circle = (x: number, y: number, r: number, fill: string, more = "") =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
const ground = (from: string, to: string) =>
  `<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>`;
/** A number below `size` that looks random and is always the same. */
const at = (place: number, size: number) =>
  Math.abs((Math.sin(place * 127.1 + 311.7) * 43_758.5453) % 1) * size;

const hills = (colors: string[]) =>
  colors
    .map((color, place) => {
      const top = 620 + place * 170;
      const [a, b] = [at(place + 1, 300), at(place + 9, 300)];
      return `<path d="M0 ${top}C500 ${top - a} 900 ${top + b} ${width} ${top - 120}V${height}H0Z" fill="${color}"/>`;
    })
    .join("");

const motifs = {
  jazz: () =>
    ground("#2b1055", "#7a1e5c") +
    range(7)
      .map((n) => circle(1300, 700, 560 - n * 70, n % 2 ? "#f6b73c" : "#2b1055", 'opacity="0.9"'))
      .join("") +
    range(5)
      .map(
        (n) =>
          `<rect x="${160 + n * 130}" y="${260 + at(n, 300)}" width="70" height="760" rx="35" fill="#f6b73c"/>`,
      )
      .join(""),
  letterpress: () =>
    ground("#f4ead5", "#e6d3ac") +
    range(24)
      .map((n) => {
        const [x, y] = [120 + (n % 6) * 290, 130 + Math.floor(n / 6) * 270];
        const tone = ["#1a1712", "#b3202c", "#245b6b"][n % 3];
        return `<rect x="${x}" y="${y}" width="230" height="210" rx="14" fill="${tone}"/><rect x="${x + 40}" y="${y + 40}" width="${60 + at(n, 90)}" height="130" fill="#f4ead5"/>`;
      })
      .join(""),
  moon: () =>
    ground("#0b1d3a", "#28527a") +
    circle(1350, 380, 210, "#fdf3d0") +
    range(70)
      .map((n) => circle(at(n, width), at(n + 200, 700), 2 + at(n + 400, 5), "#fdf3d0"))
      .join("") +
    hills(["#1c3f5f", "#12304b", "#0a1f33"]),
  hills: () =>
    ground("#fde2b3", "#f7a072") +
    circle(560, 520, 190, "#fff4d6") +
    hills(["#9cb380", "#5d8a66", "#2f5d50", "#1c3b36"]),
  candles: () =>
    ground("#1b0f0a", "#4a2413") +
    range(9)
      .map((n) => {
        const [x, y] = [170 + n * 200, 700 - at(n, 260)];
        return `${circle(x, y - 60, 130, "#ffb347", 'opacity="0.18"')}<ellipse cx="${x}" cy="${y - 50}" rx="22" ry="52" fill="#ffd27a"/><rect x="${x - 30}" y="${y}" width="60" height="${height - y}" fill="#f3e3c3"/>`;
      })
      .join(""),
  ice: () =>
    ground("#e3f4fb", "#7fb7d6") +
    range(11)
      .map((n) => {
        const x = n * 190 - 60;
        const top = 260 + at(n, 520);
        return `<path d="M${x} ${height}L${x + 60} ${top}L${x + 200} ${top + 120}L${x + 260} ${height}Z" fill="#fff" opacity="${0.35 + at(n + 30, 0.5)}"/>`;
      })
      .join(""),
  waves: () =>
    ground("#e9f5f2", "#bfe3dc") +
    range(9)
      .map((n) => {
        const y = 200 + n * 130;
        return `<path d="M-100 ${y}q160 -130 320 0t320 0t320 0t320 0t320 0t320 0t320 0" fill="none" stroke="${n % 2 ? "#16697a" : "#489fb5"}" stroke-width="46"/>`;
      })
      .join(""),
  bunting: () =>
    ground("#fff7e6", "#ffe0ac") +
    range(3)
      .flatMap((row) =>
        range(12).map((n) => {
          const [x, y] = [n * 170 - 40, 140 + row * 340 + Math.abs(6 - n) * -16];
          const tone = ["#d1495b", "#edae49", "#00798c", "#30638e"][(n + row) % 4];
          return `<path d="M${x} ${y}h150l-75 210Z" fill="${tone}"/>`;
        }),
      )
      .join(""),
  chess: () =>
    ground("#f0e4cf", "#f0e4cf") +
    range(96)
      .filter((n) => (n + Math.floor(n / 12)) % 2 === 0)
      .map(
        (n) =>
          `<rect x="${(n % 12) * 160}" y="${Math.floor(n / 12) * 160}" width="160" height="160" fill="#3a5a40"/>`,
      )
      .join("") +
    circle(880, 720, 150, "#1a1712") +
    `<path d="M760 1180h240l-60 -330h-120Z" fill="#1a1712"/>`,
  confetti: () =>
    ground("#3d1a5b", "#a4286a") +
    range(160)
      .map((n) => {
        const [x, y] = [at(n, width), at(n + 500, height)];
        const tone = ["#ffd166", "#06d6a0", "#ef476f", "#f8f9fa"][n % 4];
        return `<rect x="${x}" y="${y}" width="34" height="14" rx="4" fill="${tone}" transform="rotate(${at(n + 900, 180)} ${x} ${y})"/>`;
      })
      .join(""),
} satisfies Record<string, () => string>;

async function draw(motif: Motif): Promise<PictureFile[]> {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${motifs[motif]()}</svg>`;
  const converted = await convertPicture(await sharp(Buffer.from(svg)).png().toBuffer());
  if (!converted.ok) throw new Error(`The picture of ${motif} is refused: ${converted.reason}.`);
  return converted.value;
}

let drawn: Promise<Record<Motif, PictureFile[]>> | undefined;

/** The files of every motif, drawn once. */
export function drawPictures(): Promise<Record<Motif, PictureFile[]>> {
  const names = Object.keys(motifs) as Motif[];
  drawn ??= Promise.all(names.map(async (name) => [name, await draw(name)] as const)).then(
    (entries) => Object.fromEntries(entries) as Record<Motif, PictureFile[]>,
  );
  return drawn;
}
