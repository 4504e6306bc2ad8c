import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import i18n from "@intlify/unplugin-vue-i18n/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

import { compressed } from "./build/compressed.ts";
import { devPages } from "./build/devPages.ts";
import { serviceWorkers } from "./build/serviceWorkers.ts";
import { withoutBlanks } from "./build/withoutBlanks.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const house = process.env.API ?? "http://127.0.0.1:8000";

/** What answers look like: what a front kept of another API is of no use to this one. */
const apiShape = createHash("sha256")
  .update(readFileSync(here("./shared/api/schema.d.ts")))
  .digest("hex")
  .slice(0, 12);

const LATE = /leaflet|zxing|barcode|echarts|zrender|Map\.vue|Scanner\.vue|shared\/(map|camera)\//;

/** Four fronts, one workspace: each has a page of its own, all share what lies in shared/. */
export default defineConfig({
  plugins: [
    vue(),
    withoutBlanks(),
    // Messages are compiled here, so that the browser needs no compiler and the policy forbids eval.
    i18n({ include: [here("./*/words/*.json")], strictMessage: false }),
    devPages(["shop", "floor", "ride", "hq"], house),
    compressed(),
    serviceWorkers(["shop", "floor", "ride"]),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    "import.meta.env.API_SHAPE": JSON.stringify(apiShape),
  },
  resolve: { alias: { "@shared": here("./shared") } },
  base: "/fronts/",
  publicDir: here("./public"),
  build: {
    outDir: here("../newretail/fronts/dist"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0, // the policy allows no data: scripts or fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500, // charts are loaded late, by head office alone
    rolldownOptions: {
      // What most screens share is one file, not twenty small ones that wait for each other; what only some need stays apart.
      output: { codeSplitting: { groups: [{ name: "base", minShareCount: 4, test: (id) => !LATE.test(id) }] } },
      input: {
        shop: here("./shop/index.html"),
        floor: here("./floor/index.html"),
        ride: here("./ride/index.html"),
        hq: here("./hq/index.html"),
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/_allauth", "/accounts", "/admin", "/static", "/chain", "/01", "/stores"].map((path) => [
        path,
        { target: house, changeOrigin: false },
      ]),
    ),
  },
});
