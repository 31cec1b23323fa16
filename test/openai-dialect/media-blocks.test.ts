import { describe, expect, it } from '@jest/globals';
import { encodeMessage } from '../../src/openai-dialect/encode-message.ts';
import type { DialectFacts, Part } from '../../src/plugin.ts';

/** The blocks that the parts of a user become. */
function blocksOf(content: Part[], facts: DialectFacts = {}): unknown {
  return JSON.parse(JSON.stringify(encodeMessage({ role: 'user', content }, 'acme', facts).content));
}

const png: Part = { type: 'image', base64: 'iVBO', mediaType: 'image/png' };
const pdf: Part = { type: 'file', base64: 'JVBE', mediaType: 'application/pdf', name: 'a.pdf' };

describe('an image', () => {
  it('is a URL, or has its bytes in one', () => {
    expect(blocksOf([{ type: 'image', url: 'https://a.example/a.png' }, png])).toEqual([
      { type: 'image_url', image_url: { url: 'https://a.example/a.png' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
    ]);
  });

  it('stays between the texts where it was', () => {
    const said = blocksOf([{ type: 'text', text: 'a' }, png, { type: 'text', text: 'b' }]);
    expect(said).toMatchObject([{ text: 'a' }, { type: 'image_url' }, { text: 'b' }]);
  });

  it('has beside its URL what the caller adds for this provider', () => {
    const providerMetadata = { acme: { image_url: { detail: 'low' } }, other: { image_url: { detail: 'high' } } };
    expect(blocksOf([{ ...png, providerMetadata }])).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO', detail: 'low' } },
    ]);
  });
});

describe('a file', () => {
  it('has its name and its bytes', () => {
    expect(blocksOf([pdf])).toEqual([
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
    ]);
    expect(blocksOf([{ ...pdf, name: undefined }])).toMatchObject([{ file: { filename: 'document.pdf' } }]);
  });

  it('is a document for Mistral', () => {
    expect(blocksOf([pdf, { type: 'file', url: 'https://a.example/b.pdf' }], { fileBlock: 'document_url' })).toEqual([
      { type: 'document_url', document_url: 'data:application/pdf;base64,JVBE', document_name: 'a.pdf' },
      { type: 'document_url', document_url: 'https://a.example/b.pdf' },
    ]);
  });

  it('has bare bytes for Perplexity', () => {
    expect(blocksOf([pdf, { type: 'file', url: 'https://a.example/b.pdf' }], { fileBlock: 'file_url' })).toEqual([
      { type: 'file_url', file_url: { url: 'JVBE' }, file_name: 'a.pdf' },
      { type: 'file_url', file_url: { url: 'https://a.example/b.pdf' } },
    ]);
  });
});

describe('a mark for the cache', () => {
  const mark = { cache_control: { type: 'ephemeral' } };

  it('is on texts, images and files', () => {
    expect(
      blocksOf([
        { type: 'text', text: 'a', cache: true },
        { ...png, cache: true },
        { type: 'text', text: 'b' },
      ]),
    ).toEqual([
      { type: 'text', text: 'a', ...mark },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' }, ...mark },
      { type: 'text', text: 'b' },
    ]);
  });

  it('is on what the system and the model said, and on the results of tools', () => {
    const content: Part[] = [{ type: 'text', text: 'a', cache: true }];
    for (const role of ['system', 'assistant'] as const)
      expect(encodeMessage({ role, content }, 'acme').content).toEqual([{ type: 'text', text: 'a', ...mark }]);
    expect(encodeMessage({ role: 'tool', content: 'a', toolCallId: 'c', cache: true }, 'acme').content).toEqual([
      { type: 'text', text: 'a', ...mark },
    ]);
  });
});
