/** Opening hours as people write them, one day a line: `07:00–14:00, 17:00–22:00`. A blank line is a day that is closed. Pure. */

type Spans = string[][];

const SPAN = /^(\d{1,2}:\d{2})\s*[-–—~～]\s*(\d{1,2}:\d{2})$/;

export const said = (spans: Spans): string => spans.map((span) => span.join("–")).join(", ");

/** Null where it cannot be read. What the hours mean together is for the house to judge. */
export function read(line: string): Spans | null {
  const spans: Spans = [];
  for (const part of line.split(/[,，、;；]/).map((each) => each.trim())) {
    if (!part) continue;
    const found = SPAN.exec(part);
    if (!found) return null;
    spans.push([found[1]!, found[2]!].map((time) => time.padStart(5, "0")));
  }
  return spans;
}
