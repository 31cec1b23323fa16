import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../src/message.ts';
import { readDiscovery } from './discovery.ts';
import { SchemaConverter } from './json-schema.ts';
import { readOpenAPI } from './openapi.ts';

/** Whether a schema, as a description has it, takes a value. */
function takes(schema: JsonObject, value: unknown, schemas: Record<string, JsonObject> = {}): boolean {
  const converter = new SchemaConverter({ requestSchema: () => undefined, schema: (name) => schemas[name] });
  const converted = converter.convert(schema);
  return new Ajv2020({ strict: false }).compile({ ...converted, $defs: converter.definitions })(value);
}

const string: JsonObject = { type: 'string' };
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const kind = (type: string, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  required: ['type'],
  properties: { type: { type: 'string', enum: [type] }, ...more },
});

describe('SchemaConverter', () => {
  it('closes objects that list their members, however deep, and leaves all others open', () => {
    const schema = { properties: { list: { type: 'array', items: { properties: { a: string } } }, free: { type: 'object' } } };
    expect(takes(schema, { list: [{ a: 'x' }], free: { b: 1 } })).toBe(true);
    expect(takes(schema, { list: [], more: 1 })).toBe(false);
    expect(takes(schema, { list: [{ a: 'x', b: 1 }] })).toBe(false);
    expect(takes({ properties: { a: string }, additionalProperties: true }, { b: 1 })).toBe(true);
    expect(takes({ properties: { a: string }, additionalProperties: string }, { b: 1 })).toBe(false);
  });

  it('closes what several schemas describe together to what none of them lists', () => {
    const schema = { allOf: [ref('A'), { properties: { b: { properties: { c: string } } } }] };
    const schemas = { A: { allOf: [{ properties: { a: string } }, { type: 'object' }] } };
    expect(takes(schema, { a: 'x', b: { c: 'y' } }, schemas)).toBe(true);
    expect(takes(schema, { a: 'x', d: 1 }, schemas)).toBe(false);
    expect(takes(schema, { b: { d: 1 } }, schemas)).toBe(false);
    expect(takes({ properties: { use: ref('A') } }, { use: { d: 1 } }, schemas)).toBe(false);
  });

  it('closes an object with branches of its own to what neither lists', () => {
    const schema = { properties: { a: string }, oneOf: [{ properties: { b: string }, required: ['b'] }, { required: ['a'] }] };
    expect(takes(schema, { a: 'x', b: 'y' })).toBe(true);
    expect(takes(schema, { a: 'x', c: 'y' })).toBe(false);
  });

  it('takes null where the description says so in the words of 3.0', () => {
    expect(takes({ type: 'string', enum: ['a'], nullable: true }, null)).toBe(true);
    expect(takes({ type: 'string', enum: ['a'], nullable: true }, 'b')).toBe(false);
    expect(takes({ nullable: true, oneOf: [string, { type: 'array', items: string }] }, null)).toBe(true);
    expect(takes({ type: 'string', nullable: false }, null)).toBe(false);
  });

  it('takes what several branches take', () => {
    expect(takes({ oneOf: [{ type: 'number' }, { type: 'integer' }] }, 5)).toBe(true);
    expect(takes({ oneOf: [{ type: 'number' }, { type: 'integer' }] }, 'a')).toBe(false);
  });

  it('looks at the branch that a value means', () => {
    const schema = { oneOf: [string, ref('A'), kind('b', { x: string })] };
    const schemas = { A: kind('a', { y: string }) };
    expect(takes(schema, 'text', schemas)).toBe(true);
    expect(takes(schema, { type: 'a', y: 'x' }, schemas)).toBe(true);
    expect(takes(schema, { type: 'a', x: 'x' }, schemas)).toBe(false);
    expect(takes(schema, { type: 'c' }, schemas)).toBe(false);
    expect(takes(schema, { x: 'x' }, schemas)).toBe(false);
    expect(takes(schema, [], schemas)).toBe(false);
  });

  it('converts a schema that is a part of itself', () => {
    const schemas = { Tree: { properties: { children: { type: 'array', items: ref('Tree') } } } };
    expect(takes(ref('Tree'), { children: [{ children: [] }] }, schemas)).toBe(true);
    expect(takes(ref('Tree'), { children: [{ leaf: 1 }] }, schemas)).toBe(false);
  });

  it('takes any model', () => {
    const schema = { properties: { model: { type: 'string', enum: ['old'] }, size: { type: 'string', enum: ['big'] } } };
    expect(takes(schema, { model: 'new' })).toBe(true);
    expect(takes(schema, { model: 5 })).toBe(false);
    expect(takes(schema, { size: 'small' })).toBe(false);
  });
});

const YAML = `openapi: 3.1.0
paths:
  /chat/{id}:
    post:
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Chat' }
  /models:
    get: {}
components:
  parameters:
    Chat: { name: not this one }
  schemas:
    Chat:
      type: object
      # a comment
      description: |
        Text

        with a blank line
      properties:
        a: { type: string }
    Other:
      type: string
security: []
`;

describe('readOpenAPI', () => {
  it.each([
    ['YAML', YAML],
    [
      'JSON',
      JSON.stringify({
        paths: {
          '/chat/{id}': { post: { requestBody: { content: { 'application/json': { schema: ref('Chat') } } } } },
          '/models': { get: {} },
        },
        components: { schemas: { Chat: { type: 'object', properties: { a: string } } } },
      }),
    ],
  ])('finds the schema of what is posted to a path in %s', (_what, text) => {
    const description = readOpenAPI(text);
    expect(description.requestSchema('/v1/chat/5')).toEqual(ref('Chat'));
    expect(description.schema('Chat')).toMatchObject({ type: 'object', properties: { a: string } });
    expect(description.requestSchema('/v1/chat')).toBeUndefined();
    expect(description.requestSchema('/v1/models')).toBeUndefined();
    expect(description.schema('Nothing')).toBeUndefined();
  });
});

describe('readDiscovery', () => {
  const description = readDiscovery(
    JSON.stringify({
      resources: {
        models: {
          methods: {
            generate: { httpMethod: 'POST', flatPath: 'v1/models/{modelsId}:generate', request: { $ref: 'Request' } },
            read: { httpMethod: 'GET', flatPath: 'v1/models/{modelsId}' },
          },
        },
      },
      schemas: {
        Request: { id: 'Request', type: 'object', properties: { parts: { type: 'array', items: { $ref: 'Part' } } } },
        Part: { type: 'object', properties: { any: { type: 'any' }, map: { type: 'object', additionalProperties: string } } },
      },
    }),
  );

  it('finds the schema of what is posted to a path', () => {
    expect(description.requestSchema('/google/v1/models/some-model:generate')).toEqual({ $ref: 'Request' });
    expect(description.requestSchema('/v1/models/some-model')).toBeUndefined();
  });

  it('closes every message, and takes anything where anything goes', () => {
    const takesRequest = (value: unknown) => {
      const converter = new SchemaConverter(description);
      const schema = converter.convert({ $ref: 'Request' });
      return new Ajv2020({ strict: false }).compile({ ...schema, $defs: converter.definitions })(value);
    };
    expect(takesRequest({ parts: [{ any: [1], map: { a: 'b' } }] })).toBe(true);
    expect(takesRequest({ parts: [{ other: 1 }] })).toBe(false);
    expect(takesRequest({ parts: [{ map: { a: 1 } }] })).toBe(false);
  });
});
