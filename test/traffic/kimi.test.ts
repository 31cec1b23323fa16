import { describeTraffic } from './suite.ts';

describeTraffic('kimi');
