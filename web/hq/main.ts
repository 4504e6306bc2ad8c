import { openFront } from "@shared/open";

import App from "./App.vue";
import { routes } from "./routes";
import en from "./words/en.json";
import ko from "./words/ko.json";
import zh from "./words/zh.json";

openFront({ at: "/hq/", root: App, routes, words: { en, ko, zh }, keeps: "never" });
