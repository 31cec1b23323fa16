import schema from '../../schemas/providers/gemini.json' with { type: 'json' };
import { type ProviderPlugin, provider } from '../../src/plugin.ts';
import { geminiWire } from './wire.ts';

const HOSTS = { 'generativelanguage.googleapis.com': '/v1beta' };

/** Gemini and Gemma, over Google's [Gemini API](https://ai.google.dev/api/generate-content). */
@provider({ name: 'gemini', aliases: ['google'], schema, apiVersion: 1, hosts: HOSTS })
export class GeminiProvider implements ProviderPlugin {
  readonly wire = geminiWire;
}
