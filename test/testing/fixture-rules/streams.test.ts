import { describe, expect, it } from '@jest/globals';
import { placesIn } from '../../../src/testing/fixture-rules/streams.ts';
import type { FixtureSubject, StreamFixture } from '../../../src/testing/fixture-subject.ts';

const streamOf = (events: number): StreamFixture => ({ frames: Array(events).fill('x') }) as unknown as StreamFixture;
const subjectOf = (...streams: StreamFixture[]) => ({ streams }) as unknown as FixtureSubject;

describe('placesIn', () => {
  it('gives every place of a short stream', () => {
    const stream = streamOf(4);
    expect(placesIn(subjectOf(stream), stream, 300)).toHaveLength(300);
  });

  it('gives fewer places of each where there are many streams, the last ones always', () => {
    const stream = streamOf(4);
    const places = placesIn(subjectOf(...Array(10).fill(stream)), stream, 400);
    expect(places.length).toBeLessThan(50);
    expect(places.slice(-3)).toEqual([397, 398, 399]);
  });

  it('gives fewer places of a long stream, each of which takes longer', () => {
    const stream = streamOf(1000);
    expect(placesIn(subjectOf(stream), stream, 1000).length).toBeLessThan(80);
  });
});
