/** While one works on a front: its addresses answer with its page, as the house does it when it serves the built ones. */
import type { Plugin } from "vite";

export function devPages(fronts: string[]): Plugin {
  const address = new RegExp(`^/(${fronts.join("|")})(/|$|\\?)`);
  return {
    name: "newretail-dev-pages",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const front = address.exec(request.url ?? "")?.[1];
        if (front)
          request.url = request.headers.accept?.includes("text/html")
            ? `/fronts/${front}/index.html`
            : `/fronts${request.url}`;
        next();
      });
    },
    // A page answers at deep addresses too: what it names beside itself is named from the root.
    transformIndexHtml: {
      order: "post",
      handler: (html, { path }) => html.replace(/src="\.\//g, `src="/fronts${path.slice(0, path.lastIndexOf("/"))}/`),
    },
  };
}
