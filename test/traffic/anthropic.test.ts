import { describeTraffic } from './suite.ts';

describeTraffic('anthropic');
