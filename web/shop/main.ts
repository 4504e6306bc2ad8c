import { openFront } from "@shared/open";

import App from "./App.vue";
import { keepReadings } from "./kept";
import { routes } from "./routes";
import { nameOfKept } from "./shopper";

openFront({
  at: "/shop/",
  root: App,
  routes,
  words: import.meta.glob("./words/*.json", { eager: true, import: "default" }),
  keeps: "when calm",
  remembers: (queries) => keepReadings(queries, nameOfKept),
});
