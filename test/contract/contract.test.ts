import { beforeAll, describe, it } from '@jest/globals';
import nock from 'nock';
import { describeProvider } from '../../src/testing.ts';

// Nock replaces the agent, and with it every connection that could be used again.
beforeAll(() => nock.restore());

describeProvider({ provider: 'anthropic', api: 'anthropic' }, { describe, it });
describeProvider({ provider: 'cohere', api: 'cohere' }, { describe, it });
describeProvider({ provider: 'cohere', api: 'cohere-v1' }, { describe, it });
describeProvider({ provider: 'gemini', api: 'gemini' }, { describe, it });
describeProvider({ provider: 'huggingface', api: 'huggingface' }, { describe, it });
describeProvider({ provider: 'huggingface', api: 'huggingface-text-generation' }, { describe, it });
describeProvider({ provider: 'ollama', api: 'ollama' }, { describe, it });
