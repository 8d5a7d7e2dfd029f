/**
 * Every English word of the page, by panel. To translate the page, write this file anew.
 */
export const WORDS = {
  base: {
    atLeast: (low) => `A number from ${low} on, please.`,
    between: (low, high) => `A number from ${low} to ${high}, please.`,
    copied: "Copied.",
    dark: "dark",
    heading: "Universal Approximation Explorer",
    light: "light",
    link: "Copy link",
    noNumber: "This is no number.",
    notANumber: "not a number",
    panels: "Panels",
    system: "as the device",
    theme: "Colours",
    wrongAddress: (names) => `The link holds something this page does not know (${names}); it was left out.`,
  },
  build: {},
  compare: {},
  own: {},
  train: {},
};
