import type { SimulatedApi } from '../simulator/simulator.ts';
import type { Client } from '../types.ts';
import type { Subject } from './subject.ts';

/** What every provider must do, and how that is found out. */
export interface Rule<S extends Subject = Subject> {
  /** A sentence in the present tense, without its subject. */
  rule: string;
  /** Whether it holds on any server, whatever that says: then it is for fixtures too. Default: on the simulator alone. */
  anywhere?: boolean;
  /** Whether it means anything to this client, or on this API; fixtures are of none. Default: to every client. */
  applies?(client: Client, api: SimulatedApi | undefined): boolean;
  /** Throws where the rule is broken. */
  run(subject: S): Promise<void>;
}

/** Rules of one kind. */
export interface Topic<S extends Subject = Subject> {
  topic: string;
  rules: readonly Rule<S>[];
}
