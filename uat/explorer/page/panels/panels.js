/** The panels of the page, in the order of its tabs. */

/**
 * Each is `{ key, fields, style, create(context) -> { node, show(), hide(), dispose() } }`: its name
 * in the address and in the words, what it keeps in the address, its own style sheet, and how it is
 * made.
 */
export const PANELS = [];
