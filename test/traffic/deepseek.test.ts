import { describeTraffic } from './suite.ts';

describeTraffic('deepseek');
