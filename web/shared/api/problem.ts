/** What the house answers when it refuses (RFC 9457). `detail` is in the reader's language and says what to do. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members: which lines, what is left, until when. */
  readonly facts: Record<string, unknown>;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: Record<string, unknown>, retryAfterSeconds: number | null = null) {
    super(typeof body.detail === "string" ? body.detail : `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : status === 0 ? "offline" : "broken";
    this.facts = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The network or the house is away, or busy with the same thing: the same request may be sent again later. */
  get isPassing(): boolean {
    return (
      this.status === 0 ||
      this.code === "busy" ||
      this.status === 429 ||
      this.status === 502 ||
      this.status === 503 ||
      this.status === 504
    );
  }
}

export const isProblem = (error: unknown, code?: string): error is Problem =>
  error instanceof Problem && (code === undefined || error.code === code);

export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const wait = Number(response.headers.get("Retry-After"));
  return new Problem(response.status, body, Number.isFinite(wait) && wait > 0 ? wait : null);
}
