import { cassette, type Sample, sample } from './sample.ts';

const TEN_PIECES = 'test/discounts.test.js > quantity discount > starts at exactly ten pieces';

export const SHOP_JS: Sample = sample({
  repository: 'acme/shop-js',
  title: 'Prices, discounts and totals of a small shop',
  language: 'JavaScript',
  needs: ['npm'],
  suggestions: [
    {
      kind: 'bug',
      words: 'A customer ordered exactly ten mugs and got no quantity discount. Please fix it.',
      shows: 'A test that fails already: the agent finds out why, and the pull request says that it passes now.',
      cassette: cassette('shop-js'),
      expected: { pullRequest: 'ready', fixed: [TEN_PIECES] },
      proof: { of: TEN_PIECES, command: ['node', '--test', 'test/discounts.test.js'] },
    },
  ],
});
