import { describe, expect, it } from '@jest/globals';
import { describeProvider } from '../../src/testing.ts';
import { errors, fixtures, pluginOf, wire, wired } from './acme.ts';
import { declaredFor } from './declared.ts';

const plugin = pluginOf({ wire });
const [fixture] = fixtures;
const runner = { describe: (_name: string, declare: () => void) => declare(), it: () => undefined };
const give = (given: unknown) => () => describeProvider(given as never, runner);

const REFUSED: readonly (readonly [what: string, given: unknown, says: string])[] = [
  ['nothing', undefined, 'give an object: { plugin, ... }, or { provider, api, ... } of a registry'],
  ['neither plugin nor provider', { api: 'openai' }, 'give either "plugin", the class, or "provider"'],
  ['plugin and provider', { plugin, provider: 'acme' }, 'give either "plugin", the class, or "provider"'],
  ['what is no plugin', { plugin: class {} }, '"plugin" is no plugin: give the class that has @provider({...})'],
  ['an unknown member', { plugin, fixture: [] }, 'fixture is not known; did you mean "fixtures"?'],
  ['a registry of a plugin', { plugin, registry: {} }, 'registry is not known'],
  ['a provider without an API', { provider: 'cohere' }, '"api" must be one that the simulator speaks (anthropic, '],
  ['an unknown API', { plugin, api: 'acme' }, 'was "acme"'],
  ['fixtures and an API', { plugin, api: 'openai', fixtures }, 'give either "api", one that the simulator speaks, or "fixtures"'],
  ['errors without fixtures', { plugin, errors }, '"errors" belongs to "fixtures", which are missing'],
  ['a base URL', { plugin, config: { baseURL: 'https://a.example' } }, 'config.baseURL is where the kit serves the API'],
  ['a key that is no string', { plugin, config: { apiKey: () => 'x' } }, 'config.apiKey must be a string'],
  ['a config that is no object', { plugin, config: 'x' }, '"config" must be an object'],
  ['fixtures that are no list', { plugin, fixtures: fixture }, '"fixtures" must be a list'],
  ['no whole answer', { plugin, fixtures: [{ ...fixture, body: undefined }] }, 'no fixture has "body"'],
  ['no stream', { plugin, fixtures: [{ ...fixture, frames: undefined }] }, 'no fixture has "frames"'],
  ['no fixtures', { plugin, fixtures: [] }, 'no fixture has "body"'],
  ['two of one name', { plugin, fixtures: [fixture, fixture] }, 'two fixtures have the name "a greeting"'],
  ['a fixture without a name', { plugin, fixtures: [{ ...fixture, name: '' }] }, 'fixtures[0].name must be a string'],
  ['a fixture that is none', { plugin, fixtures: [null] }, 'fixtures[0] must be an object'],
  ['a fixture without a request', { plugin, fixtures: [{ ...fixture, request: undefined }] }, 'fixtures[0].request must be'],
  [
    'a fixture without an answer',
    { plugin, fixtures: [{ name: 'x', request: 'x' }] },
    'fixtures[0] has neither "frames" nor "body"',
  ],
  ['a whole answer as text', { plugin, fixtures: [{ ...fixture, body: '{}' }] }, 'fixtures[0].body must be the whole answer as'],
  [
    'a whole answer as bytes',
    { plugin, fixtures: [{ ...fixture, body: Buffer.from('{}') }] },
    'fixtures[0].body must be the whole answer as',
  ],
  ['an empty frame', { plugin, fixtures: [{ ...fixture, frames: ['a', ''] }] }, 'fixtures[0].frames must be a list of strings'],
  ['no finish reason', { plugin, fixtures: [{ ...fixture, expect: {} }] }, 'fixtures[0].expect must have a finishReason'],
  [
    'an unknown member of what is expected',
    { plugin, fixtures: [{ ...fixture, expect: { finishReason: 'stop', text: 'x' } }] },
    'fixtures[0].expect.text is not known',
  ],
  [
    'an unknown finish reason',
    { plugin, fixtures: [{ ...fixture, expect: { finishReason: 'end' } }] },
    'fixtures[0].expect must have a finishReason, one of stop, length',
  ],
  [
    'an unknown count',
    { plugin, fixtures: [{ ...fixture, expect: { finishReason: 'stop', usage: { promptToken: 1 } } }] },
    'fixtures[0].expect.usage.promptToken is not known; did you mean "promptTokens"?',
  ],
  [
    'an unknown member of a call',
    { plugin, fixtures: [{ ...fixture, expect: { finishReason: 'stop', toolCalls: [{ args: {} }] } }] },
    'fixtures[0].expect.toolCalls[0].args is not known',
  ],
  [
    'an exception without a reason',
    { plugin, fixtures, except: { 'sends what the fixtures say': '' } },
    'except: say why "sends what the fixtures say" does not hold',
  ],
  ['an unknown member of a fixture', { plugin, fixtures: [{ ...fixture, frame: [] }] }, 'did you mean "frames"?'],
  ['what was sent as a text', { plugin, fixtures: [{ ...fixture, sent: 'x' }] }, 'fixtures[0].sent must be an object'],
  ['errors that are no list', { plugin, fixtures, errors: {} }, '"errors" must be a list'],
  ['an error of two kinds', { plugin, fixtures, errors: [{ status: 400, frame: 'x' }] }, 'errors[0] must have either "status"'],
  ['an error that is a success', { plugin, fixtures, errors: [{ status: 200, body: {} }] }, 'errors[0].status must be from 400'],
  [
    'an error without a code',
    { plugin, fixtures, errors: [{ status: 400, body: {}, expect: {} }] },
    'errors[0].expect must have a code',
  ],
  ['a test that is no function', { plugin, fixtures, asksForStream: true }, '"asksForStream" must be a function'],
  [
    'an exception of no rule',
    { plugin, fixtures, except: { 'flies to the moon': 'x' } },
    'except: there is no rule "flies to the moon"',
  ],
];

describe('describeProvider', () => {
  it.each(REFUSED)('refuses %s', (_what, given, says) => {
    expect(give(given)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(says) }));
  });

  it('tests a plugin without fixtures on the simulated openai, or on the API that is named', () => {
    const titles: string[] = [];
    const noting = { ...runner, describe: (name: string) => titles.push(name) };
    describeProvider({ plugin }, noting);
    describeProvider({ plugin, api: 'cohere' }, noting);
    describeProvider({ plugin, fixtures }, noting);
    expect(titles).toEqual(['acme on the simulated openai', 'acme on the simulated cohere', 'acme on its fixtures']);
  });

  it('leaves out what fixtures can not show', () => {
    const names = [...declaredFor({ plugin, fixtures }).keys()];
    expect(names).toContain('makes of the error bodies what "errors" expects (skipped: it does not apply)');
    expect(names).toContain('throws what an error event says, with the answer so far (skipped: it does not apply)');
    expect(names).not.toContain('calls the tool that is asked for, with its arguments parsed');
  });

  it('tells what was expected, what came, and where to read of it', async () => {
    const forgetful = pluginOf(wired({ usage: (counters) => wire.usage({ ...counters, out: 7 }) }));
    const test = declaredFor({ plugin: forgetful, fixtures }).get(
      'tells the usage that the provider counts, once, and marks what is estimated',
    );
    await expect(test?.()).rejects.toThrow(
      [
        'acme breaks the rule "tells the usage that the provider counts, once, and marks what is estimated": fixture "a greeting": usage.completionTokens is not what is expected',
        '  expected: 5',
        '  came:     7',
        '  see docs/plugin-rules.md#rule-answers',
      ].join('\n'),
    );
  });

  it('says so where no stream has a middle', async () => {
    const frames = [(fixture?.frames ?? []).map(String).join('')];
    const [rule, test] = [...declaredFor({ plugin, fixtures: [{ ...fixture, frames } as never] })].find(([name]) =>
      name.startsWith('throws, with the answer so far, when a stream falls silent'),
    ) ?? ['', undefined];
    expect(rule).not.toBe('');
    await expect(test?.()).rejects.toThrow('no fixture can show it: give one with "frames"');
  });
});
