/**
 * Shaders of the globe. One pass turns orbital elements into positions (Kepler with the secular part of J2,
 * turned with the Earth) in a float texture; everything else is drawn by index into it, without a single
 * vertex buffer of nodes.
 */

import { PaletteSize } from './looks';

const head = `
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
`;

/** Nodes are laid out in rows of so many in every texture of nodes. */
export const RowNodes = 128;
/** Links and segments are laid out in rows of so many. */
export const RowLinks = 256;

const positionOf = `
uniform sampler2D uPositions;
vec3 positionOf(int id) {
  return texelFetch(uPositions, ivec2(id % ${RowNodes}, id / ${RowNodes}), 0).xyz;
}
`;

/** A triangle over the whole target, without vertices. */
export const passVertex = `${head}
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
`;

/**
 * Three texels a node: {a, e, i, raan}, {argp, M, fixed, 0}, {rates of raan, argp, M}; fixed ones are {x, y,
 * z}.
 */
export const positionsFragment = `${head}
uniform sampler2D uElements;
uniform float uDt;
uniform vec2 uTurn;
out vec4 outPosition;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 one = texelFetch(uElements, ivec2(at.x * 3, at.y), 0);
  vec4 two = texelFetch(uElements, ivec2(at.x * 3 + 1, at.y), 0);
  vec3 rate = texelFetch(uElements, ivec2(at.x * 3 + 2, at.y), 0).xyz;
  if (two.z > 0.5) {
    outPosition = vec4(one.xyz, 1.0);
    return;
  }
  float e = one.y;
  float raan = one.w + rate.x * uDt;
  float argp = two.x + rate.y * uDt;
  float mean = mod(two.y + rate.z * uDt, 6.283185307179586);
  float E = mean + e * sin(mean);
  for (int i = 0; i < 3; i++) E -= (E - e * sin(E) - mean) / (1.0 - e * cos(E));
  vec2 p = one.x * vec2(cos(E) - e, sqrt(1.0 - e * e) * sin(E));
  float cw = cos(argp), sw = sin(argp), co = cos(raan), so = sin(raan), ci = cos(one.z);
  vec2 q = vec2(p.x * cw - p.y * sw, p.x * sw + p.y * cw);
  vec3 r = vec3(q.x * co - q.y * ci * so, q.x * so + q.y * ci * co, q.y * sin(one.z));
  outPosition = vec4(r.x * uTurn.x + r.y * uTurn.y, r.y * uTurn.x - r.x * uTurn.y, r.z, 1.0);
}
`;

export const earthVertex = `${head}
uniform mat4 uViewProjection;
in vec3 position;
out vec3 vNormal;
void main() {
  vNormal = position;
  gl_Position = uViewProjection * vec4(position * 0.998, 1.0);
}
`;

export const earthFragment = `${head}
uniform sampler2D uLand;
uniform vec3 uOcean, uLandColour, uNight, uLines, uGlow;
uniform vec3 uSun, uEye;
uniform float uDay, uStale;
in vec3 vNormal;
out vec4 outColour;
const float PI = 3.141592653589793;
float lines(float degrees, float every) {
  float at = degrees / every;
  float off = abs(fract(at - 0.5) - 0.5);
  return 1.0 - smoothstep(0.0, 1.2 * max(fwidth(at), 1e-5), off);
}
void main() {
  vec3 n = normalize(vNormal);
  float lat = asin(clamp(n.z, -1.0, 1.0));
  float lon = atan(n.y, n.x);
  // The seam of atan would make the mip level jump: the derivative is taken of what has no seam.
  vec2 uv = vec2(lon / (2.0 * PI) + 0.5, lat / PI + 0.5);
  vec2 dx = dFdx(uv), dy = dFdy(uv);
  dx.x -= round(dx.x);
  dy.x -= round(dy.x);
  float land = textureGrad(uLand, uv, dx, dy).r;
  vec3 colour = mix(uOcean, uLandColour, land);
  float polar = step(abs(lat), 1.3963);
  float net = max(lines(degrees(lat), 30.0), lines(degrees(lon), 30.0) * polar);
  colour = mix(colour, uLines, net * 0.55);
  float day = smoothstep(-0.12, 0.16, dot(n, uSun));
  colour = mix(colour, uNight, (1.0 - day) * 0.46 * uDay);
  float rim = pow(1.0 - max(dot(n, normalize(uEye - n)), 0.0), 3.0);
  colour = mix(colour, uGlow, rim * 0.42);
  colour = mix(colour, vec3(dot(colour, vec3(0.3, 0.59, 0.11))), uStale * 0.85);
  outColour = vec4(colour, 1.0);
}
`;

export const haloVertex = `${head}
uniform mat4 uViewProjection;
in vec3 position;
out vec3 vPlace;
void main() {
  vPlace = position * 1.16;
  gl_Position = uViewProjection * vec4(vPlace, 1.0);
}
`;

/** Light around the Earth: how near the line of sight passes by it. */
export const haloFragment = `${head}
uniform vec3 uEye, uGlow;
uniform float uStrength, uStale;
in vec3 vPlace;
out vec4 outColour;
void main() {
  vec3 sight = normalize(vPlace - uEye);
  float near = length(uEye - dot(uEye, sight) * sight);
  float strength = smoothstep(1.16, 0.985, near);
  vec3 colour = mix(uGlow, vec3(dot(uGlow, vec3(0.33))), uStale);
  outColour = vec4(colour, strength * strength * strength * uStrength);
}
`;

export const coastVertex = `${head}
uniform mat4 uViewProjection;
in vec3 position;
void main() {
  gl_Position = uViewProjection * vec4(position * 0.9995, 1.0);
}
`;

export const coastFragment = `${head}
uniform vec3 uColour;
uniform float uStale;
out vec4 outColour;
void main() {
  outColour = vec4(mix(uColour, vec3(dot(uColour, vec3(0.33))), uStale), 0.9);
}
`;

export const linkVertex = `${head}
${positionOf}
uniform mat4 uViewProjection;
uniform usampler2D uEnds;
uniform usampler2D uLook;
uniform vec3 uPalette[${PaletteSize}];
uniform float uFaint;
out vec4 vColour;
out float vAlong;
flat out uint vDash;
void main() {
  int link = gl_VertexID >> 1;
  ivec2 at = ivec2(link % ${RowLinks}, link / ${RowLinks});
  uvec2 ends = texelFetch(uEnds, at, 0).xy;
  uvec2 look = texelFetch(uLook, at, 0).xy;
  uint dash = look.y & 7u;
  bool second = (gl_VertexID & 1) == 1;
  vAlong = second ? 1.0 : 0.0;
  vDash = dash;
  bool chosen = (look.y & 8u) != 0u;
  float alpha = dash == 0u ? uFaint : dash == 3u ? uFaint * 0.5 : 0.85;
  vColour = vec4(chosen ? uPalette[7] : uPalette[look.x], chosen ? 1.0 : alpha);
  gl_Position = dash == 7u
    ? vec4(2.0, 2.0, 2.0, 1.0)
    : uViewProjection * vec4(positionOf(int(second ? ends.y : ends.x)), 1.0);
}
`;

export const linkFragment = `${head}
uniform float uStale;
in vec4 vColour;
in float vAlong;
flat in uint vDash;
out vec4 outColour;
void main() {
  if (vDash == 1u && fract(vAlong * 6.0) > 0.58) discard;
  if (vDash == 2u && abs(vAlong - 0.5) < 0.16) discard;
  vec3 colour = mix(vColour.rgb, vec3(dot(vColour.rgb, vec3(0.33))), uStale * 0.85);
  outColour = vec4(colour, vColour.a * (1.0 - 0.35 * uStale));
}
`;

export const nodeVertex = `${head}
${positionOf}
uniform mat4 uViewProjection;
uniform usampler2D uLook;
uniform vec3 uPalette[${PaletteSize}];
uniform float uDot, uScale;
uniform int uSatellites, uShowSites;
out vec3 vColour;
flat out uint vShape;
out float vSize;
void main() {
  uvec2 look = texelFetch(uLook, ivec2(gl_VertexID % ${RowNodes}, gl_VertexID / ${RowNodes}), 0).xy;
  uint shape = look.y & 7u;
  vShape = look.y;
  vColour = uPalette[look.x];
  bool hidden = shape == 7u || (gl_VertexID >= uSatellites && uShowSites == 0);
  float size = shape == 0u ? uDot : shape == 4u ? 6.0 : shape == 1u ? 8.0 : 10.0;
  if ((look.y & 16u) != 0u) size = max(size, 7.0) + 8.0;
  if ((look.y & 8u) != 0u) size = 24.0;
  vSize = size * uScale;
  gl_PointSize = vSize;
  gl_Position = hidden
    ? vec4(2.0, 2.0, 2.0, 1.0)
    : uViewProjection * vec4(positionOf(gl_VertexID) * (gl_VertexID >= uSatellites ? 1.004 : 1.0), 1.0);
}
`;

export const nodeFragment = `${head}
uniform vec3 uOutline, uSelected;
uniform float uStale;
in vec3 vColour;
in float vSize;
flat in uint vShape;
out vec4 outColour;
float shapeOf(uint shape, vec2 p) {
  if (shape == 1u) return max(abs(p.x) * 0.87 + p.y * 0.5 - 0.42, -p.y - 0.62);
  if (shape == 2u) return (abs(p.x) + abs(p.y)) - 0.92;
  if (shape == 3u) return abs(length(p) - 0.66) - 0.2;
  if (shape == 4u) return max(abs(p.x), abs(p.y)) - 0.72;
  return length(p) - 0.86;
}
void main() {
  vec2 p = vec2(gl_PointCoord.x * 2.0 - 1.0, 1.0 - gl_PointCoord.y * 2.0);
  float soft = 2.0 / vSize;
  bool chosen = (vShape & 8u) != 0u;
  bool named = (vShape & 16u) != 0u;
  float inner = chosen ? 2.4 : named ? 1.9 : 1.0;
  float d = shapeOf(vShape & 7u, p * inner) / inner;
  float fill = 1.0 - smoothstep(-soft, soft * 0.5, d);
  float edge = 1.0 - smoothstep(0.0, soft, d - 0.7 * soft);
  vec3 colour = mix(uOutline, vColour, fill);
  float alpha = vSize < 5.0 ? fill : max(fill, edge * 0.8);
  if (chosen || named) {
    float ring = 1.0 - smoothstep(0.0, 1.6 * soft, abs(length(p) - 0.84) - soft);
    colour = mix(colour, chosen ? uSelected : vColour, ring);
    alpha = max(alpha, ring);
  }
  if (alpha < 0.04) discard;
  colour = mix(colour, vec3(dot(colour, vec3(0.33))), uStale * 0.85);
  outColour = vec4(colour, alpha);
}
`;

/** Ribbons: six vertices a segment, widened on the screen. */
export const routeVertex = `${head}
${positionOf}
uniform mat4 uViewProjection;
uniform usampler2D uSegments;
uniform vec2 uViewport;
uniform float uScale;
out float vAlong;
out float vAcross;
flat out uint vMain;
void main() {
  int segment = gl_VertexID / 6;
  int corner = gl_VertexID % 6;
  uvec4 it = texelFetch(uSegments, ivec2(segment % ${RowLinks}, segment / ${RowLinks}), 0);
  vec4 a = uViewProjection * vec4(positionOf(int(it.x)) * 1.0015, 1.0);
  vec4 b = uViewProjection * vec4(positionOf(int(it.y)) * 1.0015, 1.0);
  bool far = corner == 1 || corner == 2 || corner == 4;
  bool up = corner == 2 || corner == 4 || corner == 5;
  vec2 way = (b.xy / b.w - a.xy / a.w) * uViewport;
  float size = length(way);
  vec2 ahead = size > 1e-4 ? way / size : vec2(1.0, 0.0);
  float width = (it.w == 1u ? 5.0 : 3.0) * uScale;
  vec2 aside = vec2(-ahead.y, ahead.x) * (up ? 1.0 : -1.0) + ahead * (far ? 0.5 : -0.5);
  vec4 at = far ? b : a;
  at.xy += aside * width / uViewport * at.w;
  at.z -= 0.0002 * at.w;
  vAlong = float(it.z) + (far ? 1.0 : 0.0);
  vAcross = up ? 1.0 : -1.0;
  vMain = it.w;
  gl_Position = at;
}
`;

export const routeFragment = `${head}
uniform vec3 uColour, uOutline;
uniform float uFlow, uStale;
in float vAlong;
in float vAcross;
flat in uint vMain;
out vec4 outColour;
void main() {
  float edge = smoothstep(0.55, 0.8, abs(vAcross));
  vec3 colour = mix(uColour, uOutline, edge * 0.75);
  float alpha = vMain == 1u ? 1.0 : 0.72;
  // Bright pieces run with the messages; they stand still where motion is not wanted.
  if (vMain == 1u) colour = mix(colour, vec3(1.0), 0.45 * step(0.82, fract(vAlong * 1.0 - uFlow)) * (1.0 - edge));
  colour = mix(colour, vec3(dot(colour, vec3(0.33))), uStale * 0.85);
  outColour = vec4(colour, alpha);
}
`;

/** Rings of orbits: the ellipse by true anomaly, of one satellite a plane. */
export const OrbitSteps = 128;
export const orbitVertex = `${head}
uniform mat4 uViewProjection;
uniform sampler2D uElements;
uniform usampler2D uOrbits;
uniform float uDt;
uniform vec2 uTurn;
void main() {
  int ring = gl_VertexID / ${OrbitSteps * 2};
  int at = gl_VertexID % ${OrbitSteps * 2};
  float anomaly = 6.283185307179586 * float((at + 1) / 2) / ${OrbitSteps}.0;
  int id = int(texelFetch(uOrbits, ivec2(ring % ${RowNodes}, ring / ${RowNodes}), 0).x);
  int x = (id % ${RowNodes}) * 3, y = id / ${RowNodes};
  vec4 one = texelFetch(uElements, ivec2(x, y), 0);
  vec4 two = texelFetch(uElements, ivec2(x + 1, y), 0);
  vec3 rate = texelFetch(uElements, ivec2(x + 2, y), 0).xyz;
  float radius = one.x * (1.0 - one.y * one.y) / (1.0 + one.y * cos(anomaly));
  float u = anomaly + two.x + rate.y * uDt;
  float raan = one.w + rate.x * uDt;
  vec2 q = radius * vec2(cos(u), sin(u));
  float co = cos(raan), so = sin(raan), ci = cos(one.z);
  vec3 r = vec3(q.x * co - q.y * ci * so, q.x * so + q.y * ci * co, q.y * sin(one.z));
  gl_Position = uViewProjection * vec4(r.x * uTurn.x + r.y * uTurn.y, r.y * uTurn.x - r.x * uTurn.y, r.z, 1.0);
}
`;

export const orbitFragment = `${head}
uniform vec3 uColour;
uniform float uAlpha;
out vec4 outColour;
void main() {
  outColour = vec4(uColour, uAlpha);
}
`;
