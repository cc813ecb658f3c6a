// A made-up company for benchmarks and tests.
export { SIZES, makeFleet, type FleetSize } from './fleet.ts';
export { loadFleet } from './load.ts';
export type { Fleet, Planted } from './types.ts';
