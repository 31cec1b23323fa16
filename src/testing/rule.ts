import type { SimulatedApi } from '../simulator/simulator.ts';
import type { Client } from '../types.ts';
import type { Subject } from './subject.ts';

/** What every provider must do, and how that is found out. */
export interface Rule {
  /** A sentence in the present tense, without its subject. */
  rule: string;
  /** Whether it means anything to this client, or on this API. Default: to every client. */
  applies?(client: Client, api: SimulatedApi): boolean;
  /** Throws where the rule is broken. */
  run(subject: Subject): Promise<void>;
}

/** Rules of one kind. */
export interface Topic {
  topic: string;
  rules: readonly Rule[];
}
