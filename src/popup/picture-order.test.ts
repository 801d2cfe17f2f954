import { expect, test } from 'vitest';
import { orderPictures } from './picture-order.ts';
import { testPictures } from './test-pictures.ts';

const { measured, refused, unfinished } = testPictures;
const ids = (pictures: { id: string }[]): string[] => pictures.map(({ id }) => id);

test('flagged pictures come first, unjudged ones before those that cannot be judged', () => {
  const pictures = [
    refused('refused', 'featureless'),
    unfinished('waiting', 'waiting'),
    measured('clear', 0.1, null),
    unfinished('analysing', 'analysing'),
    measured('suspicious', 0.9, 0.02),
    measured('borderline', 0.6, 0.05),
    measured('generated', 0.99, 0.005),
  ];
  expect(ids(orderPictures(pictures, 0.02))).toEqual([
    'generated',
    'suspicious',
    'borderline',
    'clear',
    'analysing',
    'waiting',
    'refused',
  ]);
});

test('equals keep their order', () => {
  const pictures = ['a', 'b', 'c'].map((id) => unfinished(id, 'waiting'));
  expect(ids(orderPictures(pictures, 0.02))).toEqual(['a', 'b', 'c']);
});

test('a picture that was done without a reply counts as one that cannot be judged', () => {
  const lost = { ...refused('lost', 'engine-failed'), reply: null };
  expect(ids(orderPictures([lost, measured('clear', 0, null)], 0.02))).toEqual(['clear', 'lost']);
});
