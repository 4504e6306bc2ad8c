/** A table as a file that spreadsheets open: UTF-8 with its mark, so that names in Chinese and Korean stay whole. */
export type Cell = string | number | null | undefined;

export function saveCsv(name: string, heads: string[], rows: Cell[][]): void {
  const lines = [heads, ...rows].map((row) => row.map(quoted).join(","));
  save(name, new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }));
}

export function save(name: string, what: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(what);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A cell that begins like a formula would be reckoned by a spreadsheet: it is kept as words, by an apostrophe. So is what follows a
 * semicolon, a tab, a bar or a line break, where spreadsheets of some countries begin a cell; negative numbers stay numbers.
 */
export function harmless(said: string): string {
  if (/^-\d+(?:\.\d+)?$/.test(said)) return said;
  return said.replace(/(^|[;|\t\n\r])([ \u00a0\u3000]*)(?='*[=+\-@\t\r＝＋－＠])/g, "$1$2'");
}

function quoted(cell: Cell): string {
  const said = cell === null || cell === undefined ? "" : String(cell);
  const kept = typeof cell === "string" ? harmless(said) : said;
  return /[",;\t|\r\n]/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept;
}
