/** A server for unit tests: it answers what a test says, keeps every request, and can be out of reach. */
import { vi } from "vitest";

export interface Heard {
  method: string;
  path: string;
  key: string | null;
  body: unknown;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
type Responder = (request: Heard) => Answer | Promise<Answer>;

export class Server {
  readonly heard: Heard[] = [];
  /** Of each of them. */
  readonly headers: Headers[] = [];
  isReachable = true;
  private readonly responders = new Map<string, Responder>();

  /** Install it as the browser's network. Before the module that is tested is imported: the client takes `fetch` when it is made. */
  static install(): Server {
    const server = new Server();
    vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => server.answer(new Request(input, init)));
    return server;
  }

  on(method: string, path: string, answer: Answer | Responder): this {
    this.responders.set(`${method} ${path}`, typeof answer === "function" ? answer : () => answer);
    return this;
  }

  /** Requests that changed something, in the order in which they came. */
  get changes(): Heard[] {
    return this.heard.filter((each) => each.method !== "GET");
  }

  private async answer(request: Request): Promise<Response> {
    if (!this.isReachable) throw new TypeError("Failed to fetch");
    const text = await request.text();
    const heard: Heard = {
      method: request.method,
      path: new URL(request.url).pathname,
      key: request.headers.get("Idempotency-Key"),
      body: text ? JSON.parse(text) : null,
    };
    this.heard.push(heard);
    this.headers.push(request.headers);
    const responder = this.responders.get(`${heard.method} ${heard.path}`);
    const {
      status = 200,
      body = {},
      headers = {},
    } = responder
      ? await responder(heard)
      : { status: 404, body: { code: "not_found", detail: `nothing is at ${heard.path}` } };
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
  }
}
