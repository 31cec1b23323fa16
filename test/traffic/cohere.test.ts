import { describeTraffic } from './suite.ts';

describeTraffic('cohere');
