import { describeTraffic } from './suite.ts';

describeTraffic('gemini');
