import { describeTraffic } from './suite.ts';

describeTraffic('huggingface');
