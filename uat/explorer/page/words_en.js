/**
 * Every English word of the page, by panel. To translate the page, write this file anew.
 */
export const WORDS = {
  base: {
    title: "Explorer of the Universal Approximation Theorem",
  },
  build: {},
  compare: {},
  own: {},
  train: {},
};
