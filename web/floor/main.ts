import { openFront } from "@shared/open";

import App from "./App.vue";
import { routes } from "./routes";

openFront({
  at: "/floor/",
  root: App,
  routes,
  words: import.meta.glob("./words/*.json", { eager: true, import: "default" }),
  keeps: "at once",
});
