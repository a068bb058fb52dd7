/** RFC 9457 as the server sends it. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  reason_code?: string;
  reason_parts?: Record<string, string>;
  errors?: { message?: string; location?: string }[];
}

/** What went wrong, with the server's one sentence that says what to do. Status 0: no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody = {}) {
    const more = (body.errors ?? [])
      .map((e) => e.message)
      .filter(Boolean)
      .join('; ');
    const detail = [body.detail ?? body.title ?? `HTTP ${status}`, more].filter(Boolean).join(': ');
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? '';
    this.detail = detail;
    this.body = body;
  }

  /** Asking again may help: the server was busy, failed, or did not answer. */
  get retriable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static of(error: unknown): Problem {
    if (error instanceof Problem) return error;
    // what fetch throws, and what Vite throws for the styles of a page; for its scripts it is a TypeError too
    if (error instanceof TypeError || (error instanceof Error && error.message.startsWith('Unable to preload')))
      return new Problem(0, { detail: error.message });
    return new Problem(-1, { detail: error instanceof Error ? error.message : String(error) });
  }

  static async from(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => ({}));
    return new Problem(response.status, (body ?? {}) as ProblemBody);
  }
}
