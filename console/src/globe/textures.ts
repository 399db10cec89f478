/** Textures and geometries of the globe: data laid out as the shaders read it. */

import {
  BufferGeometry, CanvasTexture, DataTexture, FloatType, LinearFilter, LinearMipmapLinearFilter, NearestFilter,
  RedIntegerFormat, RepeatWrapping, RGBAFormat, RGBAIntegerFormat, RGIntegerFormat, UnsignedByteType,
  UnsignedShortType, Vector3,
} from 'three';
import type { IUniform, PixelFormat, TextureDataType } from 'three';
import { EarthRadiusKm, secularRates } from '../model/orbit';
import { tracePaths } from './land';

/** Twelve floats a satellite, as positionsFragment reads them. */
export function fillElements(into: Float32Array, elements: Float32Array, count: number): void {
  const rates = { raan: 0, argp: 0, mean: 0 };
  for (let i = 0; i < count; i++) {
    const k = i * 6;
    const a = elements[k]!;
    secularRates(a, elements[k + 1]!, elements[k + 2]!, rates);
    const at = i * 12;
    into[at] = a / EarthRadiusKm;
    into[at + 1] = elements[k + 1]!;
    into[at + 2] = elements[k + 2]!;
    into[at + 3] = elements[k + 3]!;
    into[at + 4] = elements[k + 4]!;
    into[at + 5] = elements[k + 5]!;
    into[at + 6] = 0;
    into[at + 8] = rates.raan;
    into[at + 9] = rates.argp;
    into[at + 10] = rates.mean;
  }
}

export function landPicture(width: number): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = width / 2;
  const ink = canvas.getContext('2d')!;
  ink.fillStyle = '#000';
  ink.fillRect(0, 0, canvas.width, canvas.height);
  const path = new Path2D();
  tracePaths(path, canvas.width, canvas.height);
  ink.fillStyle = '#fff';
  ink.fill(path, 'evenodd');
  const texture = new CanvasTexture(canvas);
  texture.wrapS = RepeatWrapping;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.anisotropy = 4;
  return texture;
}

/** A geometry of so many vertices that have no attributes: shaders go by gl_VertexID. */
export function counted(count: number): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setDrawRange(0, count);
  return geometry;
}

export function colour(): IUniform<Vector3> {
  return { value: new Vector3() };
}

type Data = Float32Array | Uint8Array | Uint16Array;

function dataTexture(
  data: Data, width: number, height: number, format: PixelFormat, type: TextureDataType, internal: string | null,
): DataTexture {
  const texture = new DataTexture(data as Uint8Array<ArrayBuffer>, width, height, format, type);
  if (internal) texture.internalFormat = internal as NonNullable<DataTexture['internalFormat']>;
  texture.minFilter = texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

export function floatTexture(width: number, height: number): DataTexture {
  return dataTexture(new Float32Array(width * height * 4), width, height, RGBAFormat, FloatType, 'RGBA32F');
}

export function bytePairs(width: number, height: number): DataTexture {
  const data = new Uint8Array(width * height * 2);
  return dataTexture(data, width, height, RGIntegerFormat, UnsignedByteType, 'RG8UI');
}

export function shortPairs(width: number, height: number): DataTexture {
  const data = new Uint16Array(width * height * 2);
  return dataTexture(data, width, height, RGIntegerFormat, UnsignedShortType, 'RG16UI');
}

export function shortSingles(width: number, height: number): DataTexture {
  const data = new Uint16Array(width * height);
  return dataTexture(data, width, height, RedIntegerFormat, UnsignedShortType, 'R16UI');
}

export function shortQuads(width: number, height: number): DataTexture {
  const data = new Uint16Array(width * height * 4);
  return dataTexture(data, width, height, RGBAIntegerFormat, UnsignedShortType, 'RGBA16UI');
}
