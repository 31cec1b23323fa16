import { describeTraffic } from './suite.ts';

describeTraffic('ollama');
