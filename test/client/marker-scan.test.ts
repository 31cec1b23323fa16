import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MarkerScan, shapeOf } from '../../src/client/marker-scan.ts';

/** The same cases in every run. */
fc.configureGlobal({ seed: 20261122, numRuns: 200 });

/** What each marker cites, in words. */
function cited(text: string, marker = '[1]', pieces: readonly string[] = [text]): Record<string, string[]> {
  const scan = new MarkerScan(marker);
  for (const piece of pieces) scan.add(piece);
  scan.end();
  return Object.fromEntries(
    [...scan.found].map(([found, spans]) => [found, spans.map(({ start, end }) => text.slice(start, end))]),
  );
}

describe('MarkerScan', () => {
  it.each<[text: string, Record<string, string[]>]>([
    ['Mars is red [1].', { '[1]': ['Mars is red'] }],
    ['Mars is red[1].', { '[1]': ['Mars is red'] }],
    ['Mars is red.[1]', { '[1]': ['Mars is red.'] }],
    ['Mars is red. [1] Venus is hot. [2]', { '[1]': ['Mars is red.'], '[2]': ['Venus is hot.'] }],
    ['It is far. Mars is red [1]. Venus is hot [2].', { '[1]': ['Mars is red'], '[2]': ['Venus is hot'] }],
    ['Mars is red [1][2][10].', { '[1]': ['Mars is red'], '[2]': ['Mars is red'], '[10]': ['Mars is red'] }],
    ['Mars is red [1], [2].', { '[1]': ['Mars is red'], '[2]': ['Mars is red'] }],
    ['Mars is red [1] and small [2].', { '[1]': ['Mars is red'], '[2]': ['and small'] }],
    ['Mars is red [1], and small [1].', { '[1]': ['Mars is red', 'and small'] }],
    ['Mars is 1.5 AU away [1].', { '[1]': ['Mars is 1.5 AU away'] }],
    ['Is it red?! Yes… It is! [1]', { '[1]': ['It is!'] }],
    ['He said "It is red." It is small [1].', { '[1]': ['It is small'] }],
    ['火星是红色的。金星很热[1]。它很大！[2]', { '[1]': ['金星很热'], '[2]': ['它很大！'] }],
    ['Mars\n- is red [1]\n* is small [2]\n\n## Far [3]', { '[1]': ['is red'], '[2]': ['is small'], '[3]': ['Far'] }],
    ['**Mars** is red [1]** and (small [2]). Far [3]', { '[1]': ['**Mars** is red'], '[2]': ['and (small'], '[3]': ['Far'] }],
    ['Mars is red (see [1]). Venus is hot [2].', { '[1]': ['Mars is red (see'], '[2]': ['Venus is hot'] }],
    ['Mars is red.\n[1] https://a.test\n[2]', {}],
    ['[1] Mars', {}],
    ['The call `list[1]` gives [2] of them', { '[2]': ['The call `list[1]` gives'] }],
    ['The sign ` is odd [1] in a line\nand ` is again [2]', { '[1]': ['The sign ` is odd'], '[2]': ['and ` is again'] }],
    ['Two ``a ` [1]`` [2]', { '[2]': ['Two ``a ` [1]``'] }],
    ['So:\n```js\nlist [1]\n```\nIt ends [2]', { '[2]': ['It ends'] }],
    ['So:\n  ~~~~\nlist [1]\n~~~\nlist [1]\n~~~~~\nIt ends [2]', { '[2]': ['It ends'] }],
    ['So:\n```\nlist [1]', {}],
    ['A [link](https://a.test/[x]) is [1]', { '[1]': ['A [link](https://a.test/[x]) is'] }],
    ['A 😀 is [1]', { '[1]': ['A 😀 is'] }],
  ])('finds the statements of %j', (text, statements) => {
    expect(cited(text)).toEqual(statements);
  });

  it.each([
    ['【1】', '火星【1】红【12】', { '【1】': ['火星'], '【12】': ['红'] }],
    ['^1', 'Mars ^1 is ^12.', { '^1': ['Mars'], '^12': ['is'] }],
    ['1', 'Mars 1 v2 10', { '1': ['Mars'], '10': ['v2'] }],
    ['(a-1)', 'Mars (a-1) is (a-2)', { '(a-1)': ['Mars'], '(a-2)': ['is'] }],
    ['†', 'Mars†', { '†': ['Mars'] }],
  ])('takes markers like %s', (marker, text, statements) => {
    expect(cited(text, marker)).toEqual(statements);
  });

  it('tells a marker as soon as it stands there', () => {
    const scan = new MarkerScan('[1]');
    for (const piece of ['Mars ', 'is re', 'd [', '1', ']']) scan.add(piece);
    expect(scan.found.get('[1]')).toEqual([{ start: 0, end: 11 }]);
  });

  it('finds the same wherever the text is cut', () => {
    const word = fc.constantFrom(
      'Mars',
      ' ',
      ' is',
      '.',
      '!',
      '。',
      '\n',
      '[1]',
      '[2]',
      '[10]',
      '[',
      ']',
      '1',
      '`',
      '```',
      '\n```\n',
      '~~~',
      '"',
      ')',
      '*',
      '- ',
      ',',
      '😀',
      '语',
    );
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 8 }), fc.constantFrom('[1]', '1', '语1'), (whole, places, marker) => {
        const ends = [...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
        expect(cited(whole, marker, pieces)).toEqual(cited(whole, marker));
        expect(cited(whole, marker, whole.split(''))).toEqual(cited(whole, marker));
      }),
    );
  });

  it.each([
    ['words', 'abc '],
    ['one word', 'a'],
    ['dots', '.'],
    ['backticks', '`'],
    ['backticks and words', '` a'],
    ['brackets', '['],
    ['a block of code without an end', '```\n', 'abc'],
    ['markers', 'Mars [1]. '],
    ['spaces', ' '],
  ])('looks at a character a bounded number of times, in %s', (_what, ...pieces) => {
    const scan = new MarkerScan('[1]');
    const from = process.cpuUsage();
    for (let nth = 0; nth < 40_000; nth += 1) scan.add(pieces[Math.min(nth, pieces.length - 1)] as string);
    scan.end();
    // Time of the processor, which others who use it do not lengthen.
    expect(process.cpuUsage(from).user).toBeLessThan(4_000_000);
  });
});

describe('shapeOf', () => {
  it('is the same for markers that differ in their numbers', () => {
    expect(shapeOf('[1]')).toBe(shapeOf('[25]'));
    expect(shapeOf('[1]')).not.toBe(shapeOf('(1)'));
  });

  it('is a pattern whatever the marker is', () => {
    for (const marker of ['\\', '^$.*+?()[]{}|/-', '😀', '\ud83d', '7a7']) {
      expect(new RegExp(`^(?:${shapeOf(marker)})$`, 'u').test(marker)).toBe(true);
    }
  });
});
