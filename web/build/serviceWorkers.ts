/** Makes a service worker for each front that must open without network: its own files, kept at install. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Plugin, Rolldown } from "vite";

const SOURCE = fileURLToPath(new URL("./worker.js", import.meta.url));

export function serviceWorkers(fronts: string[]): Plugin {
  return {
    name: "newretail-service-workers",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const source = readFileSync(SOURCE, "utf8");
      for (const front of fronts) {
        const files = [...filesOf(front, bundle)].sort().map((name) => `/fronts/${name}`);
        this.emitFile({
          type: "asset",
          fileName: `${front}/sw.js`,
          source: source.replace("__FRONT__", front).replace("[/* files */]", JSON.stringify(files)),
        });
      }
    },
  };
}

/** Everything that the front's entry reaches, also by `import()`: what is loaded late must be there offline too. */
function filesOf(front: string, bundle: Rolldown.OutputBundle): Set<string> {
  const chunks = Object.values(bundle).filter((each): each is Rolldown.OutputChunk => each.type === "chunk");
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === front);
  const found = new Set<string>();
  const walk = (name: string) => {
    const chunk = byName.get(name);
    if (!chunk || found.has(name)) return;
    found.add(name);
    const extra = (
      chunk as Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } }
    ).viteMetadata;
    extra?.importedCss.forEach((css) => found.add(css));
    extra?.importedAssets.forEach((asset) => /latin-wght-normal|\.wasm$/.test(asset) && found.add(asset));
    [...chunk.imports, ...chunk.dynamicImports].forEach(walk);
  };
  if (entry) walk(entry.fileName);
  return found;
}
