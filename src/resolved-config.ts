/** How often and how long a call is tried again. */
export interface RetryPolicy {
  /** All attempts, the first included. Default 3. */
  readonly attempts: number;
  /** The first wait; each further one doubles. Default 1,000. */
  readonly minDelayMs: number;
  /** The longest wait that we choose ourselves. Default 30,000. */
  readonly maxDelayMs: number;
  /** The longest wait that a provider may ask for. Default 60,000. */
  readonly maxWaitMs: number;
  /** Whether time-outs are tried again. Default `true`. */
  readonly timeouts: boolean;
}

/** A provider's config, resolved: explicit value, then environment, then default. Frozen, and without the key. */
export interface ResolvedConfig {
  readonly baseURL: string;
  readonly model: string;
  /** The model of `embed`, in the schemas of providers that have one. */
  readonly embeddingModel?: string;
  /** The model of `rerank`, in the schemas of providers that have one. */
  readonly rerankModel?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly timeoutMs: number;
  readonly firstContentTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly deadlineMs?: number;
  readonly maxEventBytes: number;
  readonly retry: RetryPolicy;
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy?: string;
}
