/** While one works on a front: its addresses answer with its page and with the chain's name on it, as the house serves the built ones. */
import type { Plugin } from "vite";

export function devPages(fronts: string[], house: string): Plugin {
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
      handler: async (html, { path }) => {
        const chain = await fetch(`${house}/api/v1/chain`).then((answer) => answer.text());
        const told = chain.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
        const named = html.replace("</title>", `</title><meta name="chain" content="${told}" />`);
        return named.replace(/src="\.\//g, `src="/fronts${path.slice(0, path.lastIndexOf("/"))}/`);
      },
    },
  };
}
