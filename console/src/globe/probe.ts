/** What the browser can draw with. */

/** Whether there is WebGL 2 at all. */
export function hasWebgl(): boolean {
  return probe() !== null;
}

/** Whether the processor draws: then fewer frames and no smoothing. */
export function isSoftware(): boolean {
  return /swiftshader|llvmpipe|software|basic render/i.test(probe() ?? '');
}

let probed: string | null | undefined;

/** The name of what draws; null without WebGL 2. */
function probe(): string | null {
  if (probed !== undefined) return probed;
  const gl = document.createElement('canvas').getContext('webgl2');
  probed = null;
  if (gl) {
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    probed = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return probed;
}
