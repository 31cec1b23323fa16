import { ProviderRegistry } from 'plugboard';

ProviderRegistry.create('cohere', { apiKey: 'k' });
