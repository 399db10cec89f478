declare module 'topojson-client' {
  interface Topology {
    objects: Record<string, unknown>;
  }

  interface LandGeometry {
    type: string;
    features?: { geometry: { type: string; coordinates: number[][][] | number[][][][] } }[];
    geometry?: { type: string; coordinates: number[][][] | number[][][][] };
  }

  export function feature(topology: Topology, object: unknown): LandGeometry;
}

declare module 'world-atlas/*.json' {
  const topology: { objects: Record<string, unknown> };
  export default topology;
}
