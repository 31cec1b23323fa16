import { describeAll, ownDialects } from './speakers.ts';

describeAll(ownDialects);
