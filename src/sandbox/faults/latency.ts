// Draws how long an answer is held back.
import type { Latency } from './rule.ts';

/** A standard normal value from two uniform ones (Box and Muller). */
const normal = (draw: () => number): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** Milliseconds; `draw` gives numbers from 0 to 1. */
export const drawLatency = (latency: Latency, draw: () => number): number => {
  if ('ms' in latency) return latency.ms;
  if ('minMs' in latency) return latency.minMs + draw() * (latency.maxMs - latency.minMs);
  return latency.medianMs * Math.exp(latency.sigma * normal(draw));
};
