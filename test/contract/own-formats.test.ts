import { describeAll, ownFormats } from './speakers.ts';

describeAll(ownFormats);
