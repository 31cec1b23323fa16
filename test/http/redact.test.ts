import { describe, expect, it } from '@jest/globals';
import { maskHeaders, quote, redact } from '../../src/http/redact.ts';

describe('redact', () => {
  const secret = 'k"1/ö+secret value';

  it.each([
    ['as it is', secret],
    ['JSON-escaped', JSON.stringify(secret)],
    ['URL-encoded', `?key=${encodeURIComponent(secret)}&a=b`],
    ['as base64', Buffer.from(secret).toString('base64')],
    ['as base64url', Buffer.from(secret).toString('base64url')],
  ])('strikes out a secret %s', (_name, text) => {
    const clean = redact(`before ${text} after ${text}`, ['unrelated', secret]);
    expect(clean).not.toContain(text.slice(1, -1));
    expect(clean).toMatch(/^before .*\[redacted\].* after .*\[redacted\]/);
  });

  it('strikes out the longer of two secrets first', () => {
    expect(redact('abcdefgh', ['abcd', 'abcdefgh'])).toBe('[redacted]');
  });

  it('ignores secrets that are too short to be any', () => {
    expect(redact('a bad answer', ['', 'a', 'bad'])).toBe('a bad answer');
  });

  it.each([
    ['Authorization: Bearer abc123.def', 'Authorization: Bearer [redacted]'],
    ['Basic dXNlcjpwYXNzMQ==', 'Basic [redacted]'],
    ['Incorrect API key provided: sk-proj-ab12****xyz.', 'Incorrect API key provided: [redacted]'],
    ['token hf_abcDEF123456 is invalid', 'token [redacted] is invalid'],
    ['key AIzaSyA-1234567 expired', 'key [redacted] expired'],
    ['at https://user:pa@ss@host/path', 'at https://[redacted]@host/path'],
  ])('strikes out what looks like a key: %s', (text, expected) => expect(redact(text, [])).toBe(expected));

  it.each([
    'The Bearer authentication scheme is required',
    'see https://acme.com/docs?mail=a@acme.com',
    'a risk-free task-oriented request',
  ])('leaves other words alone: %s', (text) => expect(redact(text, [])).toBe(text));

  it('stands lone surrogates', () => expect(redact('x\ud800yyyy', ['\ud800yyyy'])).toBe('x[redacted]'));
});

describe('quote', () => {
  it('puts the words on one line without control characters', () => {
    expect(quote('  first\r\n\tsecond \u001b[31mred\u0000 ', [])).toBe('first second [31mred');
  });

  it('caps at 500 characters, no half ones', () => {
    expect(quote('x'.repeat(500), [])).toHaveLength(500);
    expect(quote('x'.repeat(501), [])).toBe(`${'x'.repeat(499)}…`);
    expect(quote(`${'x'.repeat(498)}👋👋`, [])).toBe(`${'x'.repeat(498)}…`);
  });

  it('strikes secrets out before the cut', () => {
    const text = quote(`${'x'.repeat(490)} my-secret-key`, ['my-secret-key']);
    expect(text).not.toContain('my-s');
  });
});

describe('maskHeaders', () => {
  it('hides the values that may be keys', () => {
    const names = [
      'Authorization',
      'proxy-authorization',
      'x-api-key',
      'api-key',
      'X-Goog-Api-Key',
      'cookie',
      'Set-Cookie',
      'x-my-token',
      'client-secret',
    ];
    const masked = maskHeaders(Object.fromEntries(names.map((name) => [name, 'value'])));
    expect(masked).toEqual(Object.fromEntries(names.map((name) => [name, '***'])));
  });

  it('leaves the others as they are, and its argument too', () => {
    const headers = { accept: 'text/event-stream', 'x-api-key': 'k' };
    expect(maskHeaders(headers)).toEqual({ accept: 'text/event-stream', 'x-api-key': '***' });
    expect(headers['x-api-key']).toBe('k');
  });
});

describe('quote, of what the caller said', () => {
  const prompt = 'The launch code of the spring collection is tulip, and nobody may hear of it before March.';

  it('strikes out the whole, the beginning, the middle and the end of it', () => {
    for (const echo of [prompt, prompt.slice(0, 70), prompt.slice(20, 60), prompt.slice(-40)]) {
      expect(quote(`invalid: "${echo}" is too bold`, [], [prompt])).toBe('invalid: "[redacted]" is too bold');
    }
  });

  it('strikes it out each time', () => {
    expect(quote(`${prompt} / ${prompt}`, [], [prompt])).toBe('[redacted] / [redacted]');
  });

  it('leaves the language that both speak', () => {
    expect(quote('the request is not valid', [], ['is this request valid?'])).toBe('the request is not valid');
  });

  it('is quick with a long conversation', () => {
    const said = Array.from({ length: 200 }, (_, index) => `${index} ${prompt}`.repeat(50));
    expect(quote(`no: ${prompt}`, [], said)).toMatch(/^no: ?\[redacted\]$/);
  });
});

describe('quote, of hostile words', () => {
  it('is quick where everything is alike', () => {
    expect(quote('-'.repeat(4000), [], ['-'.repeat(1_000_000)])).toBe('[redacted]');
  });

  it('shows no half of a key at any cut', () => {
    const key = 'abcdefgh12345678ijklmnop90123456';
    for (const before of [480, 3968, 3990, 65_510, 65_530]) {
      const shown = quote(`${' '.repeat(before)}${key}`, [key]) + quote(`${'x '.repeat(before / 2)}${key}`, [key]);
      expect(shown).not.toContain('abcdefgh');
    }
  });
});
