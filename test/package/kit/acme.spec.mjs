// Under Jest, whose describe and it are global.
import { describeProvider } from 'plugboard/testing';
import { given } from './acme.mjs';

describeProvider(given);
