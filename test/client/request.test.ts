import { describe, expect, it } from '@jest/globals';
import { createHeaders, isPage, joinUrl, parseLoosely, saidIn, withoutQuery } from '../../src/client/request.ts';
import type { Message } from '../../src/message.ts';
import type { Call } from '../../src/provider.ts';

describe('createHeaders', () => {
  it('lets later sets override earlier ones whatever their case', () => {
    const headers = createHeaders('application/json', true, { Authorization: 'a', 'X-A': '1' }, undefined, {
      AUTHORIZATION: 'b',
      Accept: 'text/plain',
    });
    expect(headers).toEqual({
      accept: 'text/plain',
      'user-agent': 'plugboard',
      'content-type': 'application/json',
      authorization: 'b',
      'x-a': '1',
    });
  });

  it('tells no content type where there is no body', () => {
    expect(createHeaders('a/b', false)).toEqual({ accept: 'a/b', 'user-agent': 'plugboard' });
  });
});

describe('joinUrl', () => {
  it.each([
    ['https://a.test/v1', '/chat', 'https://a.test/v1/chat'],
    ['https://a.test', '', 'https://a.test'],
    ['https://a.test/x', 'https://b.test/y', 'https://b.test/y'],
    ['http://a.test/v1?api-version=1', '/chat', 'http://a.test/v1/chat?api-version=1'],
  ])('puts %s and %s together', (base, path, url) => {
    expect(joinUrl(base, path)).toBe(url);
  });
});

describe('withoutQuery', () => {
  it('cuts the query, which may hold a key', () => {
    expect(withoutQuery('https://a.test/v1/x?key=secret&b=?')).toBe('https://a.test/v1/x');
    expect(withoutQuery('https://a.test/v1')).toBe('https://a.test/v1');
  });
});

describe('saidIn', () => {
  const said = (...messages: Message[]) => saidIn({ messages } as unknown as Call);

  it('gives every text', () => {
    expect(said({ role: 'user', content: 'a text that tells much' }, { role: 'user', content: 'short' })).toEqual([
      'a text that tells much',
      'short',
    ]);
  });

  it('gives the text of parts, reasoning too', () => {
    const parts: Message['content'] = [
      { type: 'text', text: 'a text that tells much' },
      { type: 'reasoning', text: 'a thought that tells much' },
      { type: 'opaque' },
    ];
    expect(said({ role: 'assistant', content: parts })).toEqual(['a text that tells much', 'a thought that tells much']);
  });

  it('gives the arguments of tool calls', () => {
    const argumentsText = '{"password":"open sesame please"}';
    const parts: Message['content'] = [{ type: 'tool-call', id: 'a', name: 'f', arguments: undefined, argumentsText }];
    expect(said({ role: 'assistant', content: parts })).toEqual([argumentsText]);
  });

  it('gives the URL of an image, which may hold a key, and no bytes', () => {
    const url = 'https://a.test/cat.png?signature=open-sesame';
    const content: Message['content'] = [
      { type: 'image', url },
      { type: 'file', base64: 'AAAA', mediaType: 'application/pdf' },
    ];
    expect(said({ role: 'user', content })).toEqual([url]);
  });
});

describe('parseLoosely', () => {
  it('gives JSON parsed and the rest as it is', () => {
    expect(parseLoosely('{"a":1}')).toEqual({ a: 1 });
    expect(parseLoosely('null')).toBeNull();
    expect(parseLoosely('oh {')).toBe('oh {');
    expect(parseLoosely('')).toBe('');
  });
});

describe('isPage', () => {
  it.each([
    ['<!DOCTYPE html><html>', undefined, true],
    ['\n\n  <HTML lang="en">', undefined, true],
    ['whatever', 'text/html; charset=utf-8', true],
    ['{"text":"<html>"}', 'application/json', false],
    ['', undefined, false],
  ])('of %j with %j is right', (text, type, page) => {
    expect(isPage(text, type)).toBe(page);
  });
});
