/** Words that nobody has translated yet stand blank in their file. The browser never gets them: English is heard instead. */
import type { Plugin } from "vite";

type Words = { [key: string]: string | Words };

export function withoutBlanks(): Plugin {
  return {
    name: "newretail-without-blanks",
    enforce: "pre",
    transform: (code, id) =>
      /\/words\/\w+\.json$/.test(id)
        ? { code: JSON.stringify(filled(JSON.parse(code) as Words)), map: null }
        : undefined,
  };
}

function filled(words: Words): Words {
  const said = Object.entries(words).map(
    ([key, text]) => [key, typeof text === "string" ? text : filled(text)] as const,
  );
  return Object.fromEntries(said.filter(([, text]) => text !== ""));
}
