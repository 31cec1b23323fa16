import { describe, it } from 'node:test';
import { describeProvider } from 'plugboard/testing';
import { given } from './acme.mjs';

describeProvider(given, { describe, it });
