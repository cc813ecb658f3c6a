// A made-up company for benchmarks and tests.
export { SIZES, makeFleet } from './fleet.ts';
export { loadFleet } from './load.ts';
export type { Planted } from './types.ts';
