import { describe, it } from 'node:test';
import { describeProvider } from 'plugboard/testing';
import { __Name__ } from '../dist/index.js';

// Offline, without a key: the simulator answers in the place of the API.
describeProvider({ plugin: __Name__, api: 'openai' }, { describe, it });
