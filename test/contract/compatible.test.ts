import { compatible, describeAll } from './speakers.ts';

describeAll(compatible);
