import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

/** Unit tests of what decides something in a browser; they lie beside what they test. Screens are tested by tests/browser. */
export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@shared": fileURLToPath(new URL("./shared", import.meta.url)) } },
  test: { environment: "happy-dom", include: ["{shared,shop,floor,ride,hq}/**/*.test.ts"], restoreMocks: true },
});
