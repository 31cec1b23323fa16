import { describeTraffic } from './suite.ts';

describeTraffic('openai');
