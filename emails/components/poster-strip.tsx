import { Section, Text } from "react-email";
import { styles } from "../theme";

/** The patterns of components/events/posters.svg in squares, because mail programs hold pictures back. */
export const patterns = [
  ["#.#.#.#.#.#.", ".#.#.#.#.#.#", "#.#.#.#.#.#."],
  ["..#..#..#..#", ".#..#..#..#.", "#..#..#..#.."],
  ["#...#...#...", "..#...#...#.", "#...#...#..."],
  [".####...####", "#....#.#....", "#.##.#.#.##."],
  ["..#.....#...", "..#.#...#.#.", "#.#.#.#.#.#."],
  ["...#.....##.", ".###..######", "############"],
  ["#...#...#...", ".#.#.#.#.#.#", "..#...#...#."],
  ["##..##..##..", "#..##..##..#", "..##..##..##"],
];

/** How many squares in a row a narrow screen has room for. */
const narrow = 6;

export type Poster = {
  /** The place in `patterns`. */
  pattern: number;
  /** `#cbe0ee` */
  paper: string;
  shape: string;
};

/** `Sat`, `14`, `Mar` */
export type DateStamp = { weekday: string; day: string; month: string };

type PosterStripProps = { poster: Poster; date: DateStamp; struck?: boolean };

/** An event's poster with its date stamped on. For the eye alone: the text below has the date too. */
export function PosterStrip({ poster: { pattern, paper, shape }, date, struck }: PosterStripProps) {
  const rows = patterns[pattern] ?? [];
  return (
    <div aria-hidden data-skip-in-text style={{ ...styles.strip, backgroundColor: paper }}>
      <table role="presentation" cellPadding={0} cellSpacing={0} style={styles.squares}>
        <tbody>
          {rows.map((row, line) => (
            <tr key={row + String(line)}>
              {line === 0 && (
                <td rowSpan={rows.length} width={72} style={styles.stampCell}>
                  <Stamp {...date} struck={struck} />
                </td>
              )}
              {[...row].map((square, column) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: squares never move
                  key={column}
                  className={column < narrow ? undefined : "wide"}
                  style={{ ...styles.square, backgroundColor: square === "#" ? shape : paper }}
                >
                  &nbsp;
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Stamp({ weekday, day, month, struck }: DateStamp & { struck?: boolean }) {
  return (
    <Section className="dark-stamp" style={styles.stamp}>
      <Text style={{ ...styles.stampWord, textTransform: "uppercase" }}>{weekday}</Text>
      <Text style={{ ...styles.stampDay, ...(struck && styles.struck) }}>{day}</Text>
      <Text style={styles.stampWord}>{month}</Text>
    </Section>
  );
}
