import { describe, it } from 'node:test';
import { describeProvider } from 'plugboard/testing';
import { Acme } from '../index.js';

// Offline, without a key: the simulator answers in the place of the API.
describeProvider({ plugin: Acme, api: 'openai' }, { describe, it });
