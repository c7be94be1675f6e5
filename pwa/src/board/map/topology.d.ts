// The atlas is data: typing its 750 KB of numbers would only slow the checker down.
declare module 'world-atlas/land-50m.json' {
  import type { Topology } from 'topojson-specification';

  const topology: Topology;
  export default topology;
}
